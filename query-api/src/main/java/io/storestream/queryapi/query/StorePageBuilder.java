package io.storestream.queryapi.query;

import io.storestream.model.VersionedStore;
import io.storestream.queryapi.http.problem.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * A page in the making. It ends at so many stores, or before they are too large together, but has
 * one at least; the item after that tells that others follow. One thread at a time.
 */
final class StorePageBuilder {

  /** How much text a page may have. */
  static final int MAX_KILOBYTES = 3_000;

  private static final int KILOBYTE = 1_000;

  private final List<VersionedStore> stores = new ArrayList<>();
  private final int limit;
  private final PageMemory.Share memory;
  private long characters;
  private @Nullable IndexPosition last;
  private boolean full;

  /**
   * @param memory is told how large the page becomes
   */
  StorePageBuilder(int limit, PageMemory.Share memory) {
    this.limit = limit;
    this.memory = memory;
  }

  /**
   * Takes items in their order, and returns whether it could take more.
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

  StorePage page() {
    return new StorePage(stores, full ? last : null);
  }
}
