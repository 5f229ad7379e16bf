package io.storestream.ingester.verify;

import io.storestream.ingester.topic.CountSequenceHeader;
import io.storestream.ingester.topic.InvalidRecordException;
import io.storestream.ingester.topic.StoreRecords;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * What records of the {@code stores} topic say, to one who checks the state of an application too.
 *
 * @param applicationId the application's, whose records are its own
 */
record TopicRecords(String applicationId) {

  /**
   * Returns what a record says of its store.
   *
   * @throws InvalidRecordException if no ingester wrote it
   */
  TopicState stateOf(ConsumerRecord<byte[], byte[]> record) throws InvalidRecordException {
    return TopicState.of(
        StoreRecords.decode(record), CountSequenceHeader.read(record, applicationId).isPresent());
  }

  /** Returns which change of its partition a record is; 0 if the application did not write it. */
  long countSequenceOf(ConsumerRecord<byte[], byte[]> record) {
    return CountSequenceHeader.read(record, applicationId).orElse(0);
  }
}
