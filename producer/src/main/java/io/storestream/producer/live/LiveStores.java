package io.storestream.producer.live;

import io.storestream.cli.CommandFailedException;
import io.storestream.kafka.KafkaOptions;
import io.storestream.kafka.Topics;
import io.storestream.kafka.record.InvalidRecordException;
import io.storestream.kafka.record.StoreRecords;
import io.storestream.model.Store;
import java.util.HashSet;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Reads which stores exist, from the compacted topic {@link Topics#STORES}. */
final class LiveStores {

  private LiveStores() {}

  /**
   * Returns the numbers of the stores that exist now and are in a scope. Each takes about 100 bytes
   * of memory.
   *
   * @throws CommandFailedException if the topic can't be read, or no ingester wrote one of the
   *     records whose location has to be known
   */
  static Set<String> read(KafkaOptions kafka, Scope scope) {
    Set<String> live = new HashSet<>();
    new StoresReader(kafka)
        .forEach(
            record -> {
              String storeNumber = StoreRecords.storeNumberOf(record);
              if (record.value() != null && isIn(scope, record)) {
                live.add(storeNumber);
              } else {
                live.remove(storeNumber);
              }
            });
    return live;
  }

  private static boolean isIn(Scope scope, ConsumerRecord<byte[], byte[]> record) {
    if (scope.isEverything()) {
      return true;
    }
    try {
      Store store = StoreRecords.decode(record).state().store();
      return store != null && scope.contains(store);
    } catch (InvalidRecordException e) {
      throw new CommandFailedException(String.valueOf(e.getMessage()), e);
    }
  }
}
