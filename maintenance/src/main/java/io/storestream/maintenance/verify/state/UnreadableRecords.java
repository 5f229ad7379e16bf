package io.storestream.ingester.verify;

import io.storestream.cli.SafeText;
import io.storestream.ingester.topic.InvalidRecordException;
import java.util.ArrayList;
import java.util.List;

/** Records of the topic that no ingester wrote: counted, and the first of them named. */
final class UnreadableRecords {

  private final int maxExamples;
  private final List<String> examples = new ArrayList<>();
  private long count;

  UnreadableRecords(int maxExamples) {
    this.maxExamples = maxExamples;
  }

  void add(InvalidRecordException record) {
    count++;
    if (examples.size() < maxExamples) {
      examples.add(SafeText.of(String.valueOf(record.getMessage())));
    }
  }

  long count() {
    return count;
  }

  List<String> examples() {
    return List.copyOf(examples);
  }
}
