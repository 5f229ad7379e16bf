package io.storestream.queryapi.render;

import io.storestream.model.VersionedStore;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The stores of one file, rendered batch by batch. */
interface StoreRows {

  /** Returns what precedes the first store, which may be nothing. */
  byte[] head();

  /** Returns the rows of stores that are not deleted. */
  byte[] rows(List<VersionedStore> stores);

  /** Returns what follows the last store, which may be nothing. */
  default byte[] tail() {
    return new byte[0];
  }

  /** One JSON object a line. Thread-safe. */
  final class Ndjson implements StoreRows {

    @Override
    public byte[] head() {
      return new byte[0];
    }

    @Override
    public byte[] rows(List<VersionedStore> stores) {
      ByteArrayOutputStream lines = new ByteArrayOutputStream();
      for (VersionedStore store : stores) {
        lines.writeBytes(StoreAnswers.store(store));
        lines.write('\n');
      }
      return lines.toByteArray();
    }
  }

  /**
   * A feature collection (RFC 7946) as {@link StoreAnswers#features} renders the last page. Not
   * thread-safe.
   */
  final class Features implements StoreRows {

    private boolean first = true;

    @Override
    public byte[] head() {
      return utf8("{\"type\":\"FeatureCollection\",\"features\":[");
    }

    @Override
    public byte[] rows(List<VersionedStore> stores) {
      ByteArrayOutputStream features = new ByteArrayOutputStream();
      for (VersionedStore store : stores) {
        if (!first) {
          features.write(',');
        }
        first = false;
        features.writeBytes(StoreAnswers.feature(store));
      }
      return features.toByteArray();
    }

    @Override
    public byte[] tail() {
      return utf8("],\"nextCursor\":null}");
    }

    private static byte[] utf8(String text) {
      return text.getBytes(StandardCharsets.UTF_8);
    }
  }
}
