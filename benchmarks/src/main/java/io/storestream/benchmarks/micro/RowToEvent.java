package io.storestream.benchmarks.micro;

import io.storestream.formats.ReadOptions;
import io.storestream.formats.RowReader;
import io.storestream.formats.csv.CsvRowReader;
import io.storestream.model.event.StoreChangeCodec;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** The work of {@code produce} on a row, without the Kafka client: from CSV to an encoded event. */
@State(Scope.Thread)
public class RowToEvent {

  private final RowReader rows = open();

  /** Called by JMH. */
  public RowToEvent() {}

  /** Reads the next row of an endless file, and returns its event in the form of the topic. */
  @Benchmark
  public byte[] read() throws IOException {
    RowReader.Row row = Objects.requireNonNull(rows.next());
    return StoreChangeCodec.encode(((RowReader.Row.Event) row).change());
  }

  private static RowReader open() {
    try {
      return new CsvRowReader(
          "generated",
          new EndlessFile(SampleStores.csv()),
          SampleStores.UPDATED_AT,
          ReadOptions.DEFAULTS);
    } catch (IOException e) {
      throw new UncheckedIOException("reading from memory", e);
    }
  }

  /** A file whose rows, after the header, repeat for ever. */
  private static final class EndlessFile extends InputStream {

    private final byte[] csv;
    private final int firstRow;
    private int next;

    private EndlessFile(byte[] csv) {
      this.csv = csv;
      int endOfHeader = 0;
      while (csv[endOfHeader] != '\n') {
        endOfHeader++;
      }
      this.firstRow = endOfHeader + 1;
    }

    @Override
    public int read() {
      byte[] one = new byte[1];
      int unused = read(one, 0, 1);
      return Byte.toUnsignedInt(one[0]);
    }

    @Override
    public int read(byte[] to, int offset, int length) {
      int bytes = Math.min(length, csv.length - next);
      System.arraycopy(csv, next, to, offset, bytes);
      next = next + bytes == csv.length ? firstRow : next + bytes;
      return bytes;
    }
  }
}
