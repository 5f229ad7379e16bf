package io.storestream.benchmarks.micro;

import io.storestream.dynamodb.writer.ItemStatements;
import io.storestream.dynamodb.writer.ItemWrite;
import io.storestream.model.AcceptedState;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchExecuteStatementRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchStatementRequest;

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
  public BatchExecuteStatementRequest insert() {
    return request(statements::insert);
  }

  /** Returns a request that writes the next stores over known ones. */
  @Benchmark
  @OperationsPerInvocation(STATEMENTS)
  public BatchExecuteStatementRequest update() {
    return request(statements::update);
  }

  private BatchExecuteStatementRequest request(
      Function<Map<String, AttributeValue>, BatchStatementRequest> statement) {
    List<BatchStatementRequest> batch =
        accepted.subList(next, next + STATEMENTS).stream()
            .map(state -> statement.apply(new ItemWrite.StoreItem(state, true).toItem()))
            .toList();
    next = (next + STATEMENTS) % SampleStores.COUNT;
    return BatchExecuteStatementRequest.builder().statements(batch).build();
  }
}
