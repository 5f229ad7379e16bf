package io.storestream.formats.record.debezium;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.storestream.model.event.Origin;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The order of changes at one time, by the positions of the databases that Debezium reads. */
class SourcePositionTest {

  private static final Instant T = Instant.parse("2026-01-01T00:00:00Z");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "'lsn':99 | 'lsn':100",
        "'lsn':99,'sequence':'[\\\"5\\\",\\\"99\\\"]' | 'lsn':100,'sequence':'[\\\"5\\\",\\\"100\\\"]'",
        "'lsn':99,'sequence':'[null,\\\"99\\\"]' | 'lsn':100,'sequence':'[null,\\\"100\\\"]'",
        "'file':'bin.000009','pos':900,'row':3 | 'file':'bin.000010','pos':4,'row':0",
        "'file':'bin.000009','pos':900,'row':0 | 'file':'bin.000009','pos':901,'row':0",
        "'file':'bin.000009','pos':900,'row':0 | 'file':'bin.000009','pos':900,'row':1",
        "'commit_lsn':'00000027:00000758:0005','change_lsn':'00000027:00000758:0003'"
            + " | 'commit_lsn':'00000027:00000758:0006','change_lsn':'00000027:00000750:0003'",
        "'commit_lsn':'00000027:00000758:0005','change_lsn':'00000027:00000758:0003'"
            + " | 'commit_lsn':'00000027:00000758:0005','change_lsn':'00000027:00000758:000a'",
        "'commit_lsn':'00000027:00000758:0005','event_serial_no':1"
            + " | 'commit_lsn':'00000027:00000758:0005','event_serial_no':2",
        "'scn':'9','commit_scn':'11' | 'scn':'8','commit_scn':'12'",
        "'scn':'9','commit_scn':'11' | 'scn':'10','commit_scn':'11'",
        "'scn':'9','ssn':1 | 'scn':'9','ssn':2",
        "'ts_ms':1000,'ord':9 | 'ts_ms':2000,'ord':1",
        "'ts_ms':1000,'ord':1 | 'ts_ms':1000,'ord':2",
      })
  void shouldOrderChanges(String earlier, String later) {
    Origin one = origin(earlier, false);
    Origin other = origin(later, false);

    assertThat(one.isOfSameSource(other)).isTrue();
    assertThat(one.isBefore(other)).isTrue();
    assertThat(other.isBefore(one)).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "'lsn':100 | 'lsn':101",
        "'lsn':100,'sequence':'[null,\\\"100\\\"]' | 'lsn':100,'sequence':'[\\\"90\\\",\\\"100\\\"]'",
        "'file':'bin.000009','pos':900,'row':0 | 'file':'bin.000009','pos':900,'row':0",
        "'commit_lsn':'00000027:00000758:0005','change_lsn':null"
            + " | 'commit_lsn':'00000027:00000758:0005','change_lsn':'00000027:00000750:0003'",
        "'scn':'10' | 'scn':'9','commit_scn':'11'",
      })
  void shouldPutAReadBeforeTheChangesBehindIt(String read, String change) {
    Origin before = origin(read, true);
    Origin after = origin(change, false);

    assertThat(before.isBefore(after)).isTrue();
    assertThat(after.isBefore(before)).isFalse();
  }

  /** Transactions that were open when PostgreSQL took the snapshot, at position 100. */
  @Test
  void shouldNotPutAChangeThatWasCommittedAfterASnapshotBeforeIt() {
    Origin read = origin("'lsn':100,'sequence':'[null,\\\"100\\\"]'", true);
    Origin first = origin("'lsn':98,'sequence':'[null,\\\"98\\\"]'", false);
    Origin second = origin("'lsn':99,'sequence':'[\\\"101\\\",\\\"99\\\"]'", false);
    Origin old = origin("'lsn':97,'sequence':'[\\\"96\\\",\\\"97\\\"]'", false);

    assertThat(first.kind()).isEqualTo(Origin.Kind.FIRST_CHANGE);
    assertThat(first.isBefore(read)).isFalse();
    assertThat(read.isBefore(second)).isTrue();
    assertThat(old.isBefore(read)).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "'connector':'postgresql','name':'a','db':'x','lsn':1 | 'connector':'postgresql','name':'b','db':'x','lsn':1",
        "'connector':'sqlserver','name':'a','db':'x','lsn':1 | 'connector':'sqlserver','name':'a','db':'y','lsn':1",
        "'name':'a','file':'one.000001' | 'name':'a','file':'two.000001'",
      })
  void shouldTellSourcesApart(String one, String other) {
    assertThat(origin(one, false).isOfSameSource(origin(other, false))).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "'lsn':null",
        "'lsn':-1",
        "'lsn':1.5",
        "'lsn':'0/16B3748'",
        "'file':'bin'",
        "'commit_lsn':'27:758:5'",
        "'scn':'many'",
        "'ord':1",
      })
  void shouldKnowNoPositionInAnythingElse(String source) {
    assertThat(originOrNull(source, false)).isNull();
  }

  @Test
  void shouldRefuseAPositionOutOfRange() {
    assertThatThrownBy(() -> originOrNull("'lsn':999999999999999999999999999999", false))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("out of range");
  }

  @Test
  void shouldReadThePositionOfAnUnwrappedRecord() {
    SourceFields fields =
        new SourceFields.Unwrapped(
            ConnectJson.readText("{\"__source_lsn\":2,\"__name\":\"a\",\"lsn\":3}"));

    assertThat(SourcePosition.origin(fields, false, T))
        .isEqualTo(origin("'lsn':2,'name':'a'", false));
  }

  private static Origin origin(String source, boolean isRead) {
    return requireNonNull(originOrNull(source, isRead));
  }

  /**
   * @param source fields with single quotes in place of double quotes
   */
  private static @Nullable Origin originOrNull(String source, boolean isRead) {
    String json = "{" + source.replace('\'', '"') + "}";
    return SourcePosition.origin(new SourceFields.Block(ConnectJson.readText(json)), isRead, T);
  }
}
