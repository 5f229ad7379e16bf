package io.storestream.maintenance.rebuild;

import static org.assertj.core.api.Assertions.assertThat;

import io.storestream.dynamodb.schema.Billing;
import io.storestream.dynamodb.schema.TableSetup;
import io.storestream.fixtures.CapturedLog;
import io.storestream.model.LocationCount;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How a rebuild loads the table of counts. */
class RebuildCountsTest extends RebuildSuite {

  @Test
  void shouldLoadTheNewestCountOfEachPlaceToo() {
    topic.write(open(1, 3, 1));
    topic.writeCounts(List.of(count(1, 5, "US"), count(1, 5, "US", ""), count(3, 6, "US")));

    RebuildReport report = rebuild(settings());

    assertThat(counts()).containsExactlyInAnyOrder(count(3, 6, "US"), count(1, 5, "US", ""));
    assertThat(report.counts().written()).isBetween(2L, 3L);
    assertThat(report.stores().written()).isEqualTo(3);
    assertThat(report.isComplete()).isTrue();
  }

  @Test
  void shouldLoadManyCountsInARequest() {
    topic.write(open(1, 3, 1));
    topic.writeCounts(countsOfStates(200));

    RebuildReport report = rebuild(settings());

    assertThat(counts()).hasSize(200);
    assertThat(report.counts().written()).isEqualTo(200);
    assertThat(report.writeRequests()).isLessThan(60);
  }

  @Test
  void shouldTellOfATopicOfCountsThatIsEmpty() {
    topic.write(open(1, 3, 1));

    try (CapturedLog log = new CapturedLog(Rebuild.class)) {
      rebuild(settings());

      assertThat(log.lines())
          .contains(
              "WARN Topic location-counts is empty, so there are no counts: run `./stores verify --table"
                  + " Rebuilt --repair` afterwards, which counts the stores itself");
    }
  }

  @Test
  void shouldTakeTheNewestOfACountThatIsInTwoPartitions() {
    topic.write(open(1, 3, 1));
    topic.writeCounts(List.of(count(9, 9, "US")));
    for (int partition = 0; partition < PARTITIONS; partition++) {
      topic.writeTo(partition, count(partition, partition, "US"));
    }

    rebuild(settings());

    assertThat(counts()).containsExactly(count(9, 9, "US"));
  }

  @Test
  void shouldKeepInAnExistingTableTheCountThatIsNewer() {
    topic.write(open(1, 3, 1));
    topic.writeCounts(List.of(count(3, 5, "US"), count(3, 5, "US", "NE")));
    TableSetup.ofCounts(client, TABLE).ensure(new Billing.OnDemand());
    put(count(4, 6, "US"));
    put(count(2, 4, "US", "NE"));

    rebuild(settings());

    assertThat(counts()).containsExactlyInAnyOrder(count(4, 6, "US"), count(3, 5, "US", "NE"));
  }

  private static List<LocationCount> countsOfStates(int states) {
    return IntStream.range(0, states).mapToObj(it -> count(1, 5, "US", "S" + it)).toList();
  }
}
