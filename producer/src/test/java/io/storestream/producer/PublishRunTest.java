package io.storestream.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.InstanceOfAssertFactories.array;
import static org.assertj.core.api.InstanceOfAssertFactories.throwable;

import io.storestream.cli.CommandFailedException;
import io.storestream.fixtures.GzipFiles;
import io.storestream.formats.ReadOptions;
import io.storestream.producer.file.NamedPipe;
import io.storestream.producer.file.StoreFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

class PublishRunTest {

  @TempDir private Path folder;

  @Test
  void shouldNameTheFileThatFailsThoughTheEventsBeforeItFailToo(TestInfo test) throws Exception {
    // given a pipe, which can't be checked before the events of the first file are published
    Path whole = Files.writeString(folder.resolve("1.csv"), "Store Number,Country\n1,US\n2,US\n");
    byte[] cut = GzipFiles.without(1, GzipFiles.member("Store Number,Country\n3,US\n"));
    Path pipe = NamedPipe.holding(folder.resolve("2.csv.gz"), cut);
    List<StoreFile> files = List.of(StoreFile.of(whole), StoreFile.of(pipe));
    String topic = new ProducedTopic(test).name();
    PublishSettings settings =
        new PublishSettings(
            ProducedTopic.kafka(), topic, Instant.EPOCH, ReadOptions.DEFAULTS, null);
    PublishRun run = new PublishRun(settings, files);
    try (EventPublisher publisher = new EventPublisher(new HalfDelivering(), topic)) {

      // when
      CommandFailedException failure =
          catchThrowableOfType(CommandFailedException.class, () -> run.read(publisher));

      // then
      assertThat(failure)
          .hasMessage(
              ("can't read %s: the compressed file is cut or damaged (it ends in the middle): get it"
                      + " again; 1 event had been published before; publishing the same again does"
                      + " no harm")
                  .formatted(pipe));
      assertThat(failure.getCause())
          .extracting(Throwable::getSuppressed, array(Throwable[].class))
          .singleElement()
          .asInstanceOf(throwable(CommandFailedException.class))
          .hasMessage(
              "publishing to topic %s failed after 1 events had been delivered: too large;"
                  + " publishing the same again does no harm",
              topic);
    }
  }

  /** Delivers the first event, but not the second. */
  private static final class HalfDelivering extends MockProducer<byte[], byte[]> {

    HalfDelivering() {
      super(false, null, new ByteArraySerializer(), new ByteArraySerializer());
    }

    @Override
    public synchronized void flush() {
      completeNext();
      errorNext(new RecordTooLargeException("too large"));
    }
  }
}
