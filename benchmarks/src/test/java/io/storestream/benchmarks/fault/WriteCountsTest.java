package io.storestream.benchmarks.fault;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WriteCountsTest {

  private static final String A1 =
      put("{'StoreNumber':{'S':'1'},'StoreName':{'S':'A'},'UpdatedAt':{'S':'1'}}");
  private static final String B2 =
      put("{'UpdatedAt':{'S':'2'},'StoreNumber':{'S':'1'},'StoreName':{'S':'B'}}");
  private static final String A1_AGAIN =
      put("{'UpdatedAt':{'S':'1'},'StoreName':{'S':'A'},'StoreNumber':{'S':'1'}}");
  private static final String DELETE = "{'DeleteRequest':{'Key':{'StoreNumber':{'S':'1'}}}}";
  private static final String OTHER = put("{'StoreNumber':{'S':'2'},'StoreName':{'S':'A'}}");

  private static final String INSERT = "INSERT INTO \\'T\\' VALUE {`StoreNumber`:?,`Version`:?}";
  private static final String INSERT_TOMBSTONE =
      "INSERT INTO \\'T\\' VALUE {`StoreNumber`:?,`ExpiresAt`:?,`Version`:?}";
  private static final String UPDATE =
      "UPDATE \\'T\\' SET \\'Version\\' = ? REMOVE \\'City\\' WHERE \\'StoreNumber\\' = ?"
          + " AND (\\'Version\\' <= ? OR \\'Version\\' IS MISSING)";

  private final WriteCounts counts = new WriteCounts("T");

  @Test
  void shouldCountItemsAndRepeatedStates() {
    write(A1, OTHER);
    write(B2);
    assertThat(counts()).isEqualTo("3 written, 0 repeated");

    write(A1_AGAIN);
    write(OTHER);

    assertThat(counts()).isEqualTo("5 written, 2 repeated");
  }

  @Test
  void shouldCountRepeatedDeletions() {
    write(A1);
    write(DELETE);
    write(B2);
    write(DELETE);
    assertThat(counts()).isEqualTo("4 written, 0 repeated");

    write(DELETE);

    assertThat(counts()).isEqualTo("5 written, 1 repeated");
  }

  @Test
  void shouldNotCountUnprocessedItems() {
    add(
        "{'RequestItems':{'T':[%s,%s]}}".formatted(A1, OTHER),
        "{'UnprocessedItems':{'T':[%s]}}".formatted(A1));
    write(A1);

    assertThat(counts()).isEqualTo("2 written, 0 repeated");
  }

  @Test
  void shouldCountStatementsThatWereExecuted() {
    execute(statement(INSERT, "{'S':'1'},{'N':'5'}"), "{}");
    execute(statement(INSERT, "{'S':'1'},{'N':'6'}"), "{'Error':{'Code':'DuplicateItem'}}");
    execute(statement(UPDATE, "{'N':'6'},{'S':'1'},{'N':'6'}"), "{'TableName':'T'}");
    assertThat(counts()).isEqualTo("2 written, 0 repeated");

    // The same state as an insertion and as an update.
    execute(statement(UPDATE, "{'N':'5'},{'S':'1'},{'N':'5'}"), "{}");

    assertThat(counts()).isEqualTo("3 written, 1 repeated");
  }

  @Test
  void shouldIgnoreWhenTombstonesExpire() {
    execute(statement(INSERT_TOMBSTONE, "{'S':'1'},{'N':'77'},{'N':'5'}"), "{}");
    execute(statement(INSERT_TOMBSTONE, "{'S':'1'},{'N':'78'},{'N':'5'}"), "{}");

    assertThat(counts()).isEqualTo("2 written, 1 repeated");
  }

  @Test
  void shouldIgnoreOtherTables() {
    execute(statement(INSERT.replace("T\\'", "TCounts\\'"), "{'S':'1'},{'N':'5'}"), "{}");
    add("{'RequestItems':{'TCounts':[%s]}}".formatted(A1), "{'UnprocessedItems':{}}");

    assertThat(counts()).isEqualTo("0 written, 0 repeated");
  }

  private String counts() {
    return "%d written, %d repeated".formatted(counts.written(), counts.repeated());
  }

  private void write(String... writes) {
    add(
        "{'RequestItems':{'T':[%s]}}".formatted(String.join(",", writes)),
        "{'UnprocessedItems':{}}");
  }

  private void execute(String statement, String response) {
    add("{'Statements':[%s]}".formatted(statement), "{'Responses':[%s]}".formatted(response));
  }

  private void add(String request, String answer) {
    counts.add(json(request), json(answer));
  }

  private static String put(String item) {
    return "{'PutRequest':{'Item':%s}}".formatted(item);
  }

  private static String statement(String text, String parameters) {
    return "{'Statement':'%s','Parameters':[%s]}".formatted(text, parameters);
  }

  private static String json(String text) {
    return text.replace('\'', '"').replace('`', '\'');
  }
}
