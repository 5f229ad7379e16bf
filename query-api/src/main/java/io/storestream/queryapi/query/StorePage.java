package io.storestream.queryapi.query;

import io.storestream.model.VersionedStore;
import io.storestream.queryapi.http.problem.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Some stores of a location or of a window, in the order of the index.
 *
 * @param last where the page ends if more stores follow, else {@code null}
 */
public record StorePage(List<VersionedStore> stores, @Nullable Position last) {

  /** The most text of a page, in kilobytes. */
  public static final int MAX_KILOBYTES = 3_000;

  public StorePage {
    stores = List.copyOf(stores);
  }

  /**
   * The position of a store in an index, which a page follows.
   *
   * @param sortKey {@link io.storestream.model.LocationKey#sortKey()} of the store, within a
   *     country; in a window its geohash and number, or the geohash of a cell that is not read yet
   * @param storeNumber empty for the begin of a cell
   */
  public record Position(String sortKey, String storeNumber) {}

  /**
   * Collects the items of a page. The page ends at a number of stores, or before its text is too
   * large, but holds at least one store; the next item tells that others follow. Not thread-safe.
   */
  public static final class Builder {

    private static final int KILOBYTE = 1_000;

    private final List<VersionedStore> stores = new ArrayList<>();
    private final int limit;
    private final IntConsumer memory;
    private final String sortKey;
    private long characters;
    private @Nullable Position last;
    private boolean full;

    /**
     * @param limit the most stores of the page
     * @param memory is told how many kilobytes the page has
     * @param sortKey the attribute that is the sort key of the index
     */
    public Builder(int limit, IntConsumer memory, String sortKey) {
      this.limit = limit;
      this.memory = memory;
      this.sortKey = sortKey;
    }

    /**
     * Adds items in their order and returns whether the page has room for more.
     *
     * @throws ProblemException 503 if there is no memory for them
     */
    public boolean add(List<Map<String, AttributeValue>> items) {
      for (Map<String, AttributeValue> item : items) {
        characters += characters(item);
        int kilobytes = (int) (characters / KILOBYTE);
        if (stores.size() == limit || (kilobytes >= MAX_KILOBYTES && !stores.isEmpty())) {
          full = true;
          return false;
        }
        memory.accept(kilobytes);
        stores.add(StoreReader.store(item));
        last = StoreReader.position(item, sortKey);
      }
      return true;
    }

    private static long characters(Map<String, AttributeValue> item) {
      return item.values().stream()
          .mapToLong(value -> value.s() == null ? 0 : value.s().length())
          .sum();
    }

    /** Returns how many stores it has. */
    public int size() {
      return stores.size();
    }

    /** Returns the page, which is the last one unless it is full. */
    public StorePage build() {
      return new StorePage(stores, full ? last : null);
    }

    /** Returns the page, which ends at a position although it is not full. */
    public StorePage buildUntil(Position position) {
      return new StorePage(stores, position);
    }
  }
}
