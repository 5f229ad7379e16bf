package io.storestream.benchmarks.micro;

import io.storestream.dynamodb.request.ItemStatements;
import io.storestream.dynamodb.request.ItemWrite;
import io.storestream.dynamodb.request.WriteOperation;
import io.storestream.model.AcceptedState;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * The work of the writer on accepted states, without the SDK's client: their items, and a request
 * of 25 statements. The figures are of one item.
 */
@State(Scope.Thread)
public class DecisionToRequest {

  private static final int STATEMENTS = 25;

  private final ItemStatements statements = ItemStatements.ofStores("StarbucksLocations");
  private final List<AcceptedState> accepted =
      SampleStores.stores().stream().map(SampleStores::accepted).toList();
  private int next;

  /** Called by JMH. */
  public DecisionToRequest() {}

  /** Returns a request that writes the next stores as new ones. */
  @Benchmark
  @OperationsPerInvocation(STATEMENTS)
  public byte[] insert() {
    return request(true);
  }

  /** Returns a request that writes the next stores over known ones. */
  @Benchmark
  @OperationsPerInvocation(STATEMENTS)
  public byte[] update() {
    return request(false);
  }

  private byte[] request(boolean insert) {
    List<WriteOperation.Attempt> attempts =
        accepted.subList(next, next + STATEMENTS).stream()
            .map(state -> new ItemWrite.StoreItem(state, insert))
            .map(write -> new WriteOperation.Attempt(write, insert))
            .toList();
    next = (next + STATEMENTS) % SampleStores.COUNT;
    return statements.encode(attempts);
  }
}
