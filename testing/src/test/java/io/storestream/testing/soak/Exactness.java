package io.storestream.testing.soak;

import static org.assertj.core.api.Assertions.assertThat;

import io.storestream.testing.workload.Fate;

/** The guarantee: after any disturbance, table, counts and topics equal the model. */
final class Exactness {

  private Exactness() {}

  /** Waits until all changes are written, compares, stops the ingesters and compares again. */
  static void require(SoakRun run, SoakStack stack) {
    SoakAccount account = run.awaitConverged();
    assertThat(account.table().isExact()).as("table: %s", account.table()).isTrue();
    assertThat(account.storesTopic().isExact())
        .as("topic stores: %s", account.storesTopic())
        .isTrue();
    assertThat(account.counts().isExact()).as("counts: %s", account.counts()).isTrue();
    assertThat(account.acceptedRecords()).isEqualTo(account.fates().get(Fate.ACCEPTED));
    assertThat(account.deadLetters()).isEqualTo(account.fates().get(Fate.DEAD_LETTERED));
    assertThat(account.isExact()).isTrue();
    assertThat(account.fates().values()).allMatch(changes -> changes > 0);
    assertThat(run.stopIngesters()).containsOnly(0);
    assertThat(stack.account()).isEqualTo(account);
  }
}
