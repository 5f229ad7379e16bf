package io.storestream.maintenance.verify;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.TestInstance;

/** Tests on a broker and a DynamoDB Local, each with empty topics and a separate, empty table. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class VerifySuite {

  final VerifyStack stack = new VerifyStack();
  private final int partitions;
  String table = "";

  VerifySuite(int partitions) {
    this.partitions = partitions;
  }

  @BeforeEach
  void create(TestInfo test) {
    table = test.getTestMethod().orElseThrow().getName();
    stack.createTable(table);
    stack.createTopic(partitions);
  }

  @AfterEach
  void deleteTopic() {
    stack.deleteTopic();
  }

  @AfterAll
  void stop() {
    stack.close();
  }
}
