package io.storestream.dynamodb.writer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.storestream.dynamodb.request.ItemWrite;
import io.storestream.dynamodb.request.WriteResult;
import io.storestream.fixtures.FakeDynamoDb;
import io.storestream.model.AcceptedState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class WriterSessionTest extends WriterSuite {

  @Test
  void shouldForgetWhatAClosedSessionHasNotSent() throws InterruptedException {
    writer.close();
    writer = writer(oneByOne(), 1);
    WriterSession closed = writer.openSession();
    WriterSession open = writer.openSession();

    submit(closed, state("sent", 1), ACCEPTED);
    FakeDynamoDb.Call sent = dynamoDb.nextCall();
    submit(closed, state("waiting", 1), ACCEPTED);
    closed.close();
    submit(open, state("other", 1), ACCEPTED);
    sent.fail(FakeDynamoDb.error("InternalServerError", 500)); // and is not tried again

    FakeDynamoDb.Call other = dynamoDb.nextCall();
    assertThat(other.states()).containsExactly("other@1");
    other.succeed();
    awaitAcknowledged(open, written("other", 1));
    await().until(() -> writer.pending() == 0);
    assertThat(dynamoDb.callsLeft()).isZero();
    assertThat(drain(closed)).isEqualTo(1); // nothing came on top of the one from the open session
  }

  @Test
  void shouldSayUpToWhenAllSessionsAreDrained() throws InterruptedException {
    WriterSession session = writer.openSession();
    WriterSession other = writer.openSession();
    for (WriterSession each : List.of(session, other)) {
      submit(each, state("a", 1), ACCEPTED);
      dynamoDb.nextCall().succeed();
    }
    writer.openSession().announce(1); // it submits nothing
    await().until(() -> writer.written() == 2);

    clock.advance(Duration.ofSeconds(1));
    Instant moment = clock.instant();
    assertThat(writer.isDrainedSince(moment)).isFalse();
    drain(other);
    assertThat(writer.isDrainedSince(moment)).isFalse();
    drain(session);
    assertThat(writer.isDrainedSince(moment)).isTrue();

    clock.advance(Duration.ofSeconds(1));
    drain(session);
    other.close(); // nobody waits for a task that is gone
    assertThat(writer.isDrainedSince(clock.instant())).isTrue();
  }

  @Test
  void shouldNotWaitForAcknowledgementsOfAClosedSession() throws InterruptedException {
    WriterSession session = writer.openSession();
    submit(session, state("a", 1), ACCEPTED);
    dynamoDb.nextCall().succeed();
    await().until(() -> writer.pending() == 0);
    assertThat(writer.outstanding()).isEqualTo(1);

    session.close(); // and never drains

    assertThat(writer.outstanding()).isZero();
  }

  @Test
  void shouldNotCountAnAcknowledgementThatArrivesWhileItsSessionCloses() {
    WriterSessions sessions = new WriterSessions();
    WriterSession session = sessions.open(writer, clock);

    sessions.remove(session);
    session.acknowledge(
        new ItemWrite.StoreItem(new AcceptedState(state("a", 1), ACCEPTED), true),
        new WriteResult.Written());

    assertThat(session.undrained()).isEqualTo(1);
    assertThat(sessions.undrained()).isZero();
  }

  @Test
  void shouldCountWhatIsAnnouncedAsPending() {
    WriterSession session = writer.openSession();
    session.announce(3);
    assertThat(writer.pending()).isEqualTo(3);
    assertThat(writer.announced()).isEqualTo(3);
    assertThat(writer.outstanding()).isEqualTo(3);

    session.announce(1);
    assertThat(writer.pending()).isEqualTo(1);

    session.close();
    assertThat(writer.pending()).isZero();
  }

  @Test
  void shouldHoldBackAStoreThatAnotherSessionHasInFlight() throws InterruptedException {
    WriterSession before = writer.openSession();
    WriterSession after = writer.openSession();

    submit(before, state("a", 1), ACCEPTED);
    FakeDynamoDb.Call first = dynamoDb.nextCall();
    before.close();
    submit(after, state("a", 2), ACCEPTED);
    submit(after, state("b", 1), ACCEPTED);
    assertThat(dynamoDb.nextCall().states()).containsExactly("b@1");
    first.succeed();

    assertThat(dynamoDb.nextCall().states()).containsExactly("a@2");
  }
}
