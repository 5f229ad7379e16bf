package io.storestream.queryapi.query;

import io.storestream.model.VersionedStore;
import io.storestream.queryapi.http.problem.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Some stores of a location, in the order of the index.
 *
 * @param last where the page ends if more stores follow, else {@code null}
 */
public record StorePage(List<VersionedStore> stores, @Nullable Position last) {

  /** The most text of a page, in kilobytes. */
  static final int MAX_KILOBYTES = 3_000;

  public StorePage {
    stores = List.copyOf(stores);
  }

  /**
   * The position of a store in the index, within a country. A page follows one.
   *
   * @param sortKey {@link io.storestream.model.LocationKey#sortKey()} of the store
   */
  public record Position(String sortKey, String storeNumber) {}

  /**
   * Collects the items of a page. The page ends at a number of stores, or before its text is too
   * large, but holds at least one store; the next item tells that others follow. Not thread-safe.
   */
  static final class Builder {

    private static final int KILOBYTE = 1_000;

    private final List<VersionedStore> stores = new ArrayList<>();
    private final int limit;
    private final PageMemory.Share memory;
    private long characters;
    private @Nullable Position last;
    private boolean full;

    /**
     * @param limit the most stores of the page
     * @param memory is told how large the page becomes
     */
    Builder(int limit, PageMemory.Share memory) {
      this.limit = limit;
      this.memory = memory;
    }

    /**
     * Adds items in their order and returns whether the page has room for more.
     *
     * @throws ProblemException 503 if there is no memory for them
     */
    boolean add(List<Map<String, AttributeValue>> items) {
      for (Map<String, AttributeValue> item : items) {
        characters += characters(item);
        int kilobytes = (int) (characters / KILOBYTE);
        if (stores.size() == limit || (kilobytes >= MAX_KILOBYTES && !stores.isEmpty())) {
          full = true;
          return false;
        }
        memory.hold(kilobytes);
        stores.add(StoreReader.store(item));
        last = StoreReader.position(item);
      }
      return true;
    }

    private static long characters(Map<String, AttributeValue> item) {
      return item.values().stream()
          .mapToLong(value -> value.s() == null ? 0 : value.s().length())
          .sum();
    }

    StorePage build() {
      return new StorePage(stores, full ? last : null);
    }
  }
}
