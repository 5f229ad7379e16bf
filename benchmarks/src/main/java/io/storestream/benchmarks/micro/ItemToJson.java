package io.storestream.benchmarks.micro;

import io.storestream.dynamodb.item.StoreItems;
import io.storestream.queryapi.query.StorePage;
import io.storestream.queryapi.render.StoreAnswers;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The work of the API on an item that DynamoDB has answered, without HTTP: read it and render its
 * JSON. The figures are of one store.
 */
@State(Scope.Thread)
public class ItemToJson {

  private static final int PAGE = 100;

  private final List<Map<String, AttributeValue>> items =
      SampleStores.stores().stream().map(SampleStores::accepted).map(StoreItems::toItem).toList();
  private int next;

  /** Called by JMH. */
  public ItemToJson() {}

  /** Returns the answer of one store. */
  @Benchmark
  public byte[] store() {
    byte[] json = StoreAnswers.store(StoreItems.fromItem(items.get(next)));
    next = (next + 1) % SampleStores.COUNT;
    return json;
  }

  /** Returns the answer of a page of 100 stores. */
  @Benchmark
  @OperationsPerInvocation(PAGE)
  public byte[] page() {
    List<Map<String, AttributeValue>> page = items.subList(next, next + PAGE);
    next = (next + PAGE) % SampleStores.COUNT;
    return StoreAnswers.page(
        new StorePage(page.stream().map(StoreItems::fromItem).toList(), null), null);
  }
}
