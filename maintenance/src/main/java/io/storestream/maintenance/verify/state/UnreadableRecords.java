package io.storestream.maintenance.verify.state;

import io.storestream.cli.SafeText;
import io.storestream.kafka.record.InvalidRecordException;
import java.util.ArrayList;
import java.util.List;

/** Counts the records of the topic that no ingester wrote, and names the first of them. */
public final class UnreadableRecords {

  private final int maxExamples;
  private final List<String> examples = new ArrayList<>();
  private long count;

  public UnreadableRecords(int maxExamples) {
    this.maxExamples = maxExamples;
  }

  public void add(InvalidRecordException record) {
    count++;
    if (examples.size() < maxExamples) {
      examples.add(SafeText.of(String.valueOf(record.getMessage())));
    }
  }

  public long count() {
    return count;
  }

  public List<String> examples() {
    return List.copyOf(examples);
  }
}
