package io.storestream.localstack;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.ListTransactionsOptions;
import org.apache.kafka.clients.admin.TransactionListing;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.common.GroupType;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.GroupNotEmptyException;

/** Deletes the data that clients have left on a node. */
final class KafkaContents {

  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final long POLL_INTERVAL_MS = 10;

  private final Admin admin;

  KafkaContents(Admin admin) {
    this.admin = admin;
  }

  /**
   * Aborts open transactions, then deletes all topics and all groups without members. Internal
   * topics stay.
   *
   * @throws TimeoutException if the node does not answer, or topics remain, after 30 seconds
   */
  void delete() throws ExecutionException, InterruptedException, TimeoutException {
    abortTransactions();
    deleteTopics();
    deleteGroups();
  }

  /**
   * Otherwise their timeout ends them later, in new topics of the same name that other tests
   * create.
   */
  private void abortTransactions()
      throws ExecutionException, InterruptedException, TimeoutException {
    ListTransactionsOptions ongoing =
        new ListTransactionsOptions().filterStates(Set.of(TransactionState.ONGOING));
    List<String> open =
        get(admin.listTransactions(ongoing).all()).stream()
            .map(TransactionListing::transactionalId)
            .toList();
    if (!open.isEmpty()) {
      get(admin.fenceProducers(open).all());
    }
  }

  private void deleteTopics() throws ExecutionException, InterruptedException, TimeoutException {
    Set<String> topics = get(admin.listTopics().names());
    if (topics.isEmpty()) {
      return;
    }
    get(admin.deleteTopics(topics).all());
    long deadline = System.nanoTime() + TIMEOUT.toNanos();
    while (!get(admin.listTopics().names()).isEmpty()) {
      if (System.nanoTime() > deadline) {
        throw new TimeoutException("topics are left after " + TIMEOUT);
      }
      TimeUnit.MILLISECONDS.sleep(POLL_INTERVAL_MS);
    }
  }

  private void deleteGroups() throws ExecutionException, InterruptedException, TimeoutException {
    Map<GroupType, List<String>> groups =
        get(admin.listGroups().all()).stream()
            .collect(
                Collectors.groupingBy(
                    group -> group.type().orElse(GroupType.CLASSIC),
                    Collectors.mapping(GroupListing::groupId, Collectors.toList())));
    for (Map.Entry<GroupType, List<String>> entry : groups.entrySet()) {
      for (KafkaFuture<Void> deletion : deleteGroups(entry.getKey(), entry.getValue())) {
        awaitUnlessInUse(deletion);
      }
    }
  }

  private Collection<KafkaFuture<Void>> deleteGroups(GroupType type, List<String> groups) {
    return switch (type) {
      case STREAMS -> admin.deleteStreamsGroups(groups).deletedGroups().values();
      case SHARE -> admin.deleteShareGroups(groups).deletedGroups().values();
      default -> admin.deleteConsumerGroups(groups).deletedGroups().values();
    };
  }

  /**
   * Ignores groups in use, because a test need not have left a client open: the member of a killed
   * process, or of an application that has failed, stays until its session ends. Its group may end
   * in the meantime.
   */
  private static void awaitUnlessInUse(KafkaFuture<Void> deletion)
      throws ExecutionException, InterruptedException, TimeoutException {
    try {
      get(deletion);
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof GroupNotEmptyException
          || e.getCause() instanceof GroupIdNotFoundException)) {
        throw e;
      }
    }
  }

  private static <T> T get(KafkaFuture<T> future)
      throws ExecutionException, InterruptedException, TimeoutException {
    return future.get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
  }
}
