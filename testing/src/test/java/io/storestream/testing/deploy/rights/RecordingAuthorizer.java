package io.storestream.testing.deploy.rights;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.metadata.authorizer.StandardAuthorizer;
import org.apache.kafka.server.authorizer.Action;
import org.apache.kafka.server.authorizer.AuthorizableRequestContext;
import org.apache.kafka.server.authorizer.AuthorizationResult;

/** Kafka's own authorizer, which takes note of what it is asked. The broker makes it. */
public final class RecordingAuthorizer extends StandardAuthorizer {

  private static final Set<Question> QUESTIONS = ConcurrentHashMap.newKeySet();

  /**
   * What the broker has asked for somebody.
   *
   * @param user who wanted to do something
   */
  record Question(
      String user, AclOperation operation, ResourceType type, String name, boolean allowed) {}

  /** Called by the broker. */
  public RecordingAuthorizer() {}

  @Override
  public List<AuthorizationResult> authorize(
      AuthorizableRequestContext context, List<Action> actions) {
    List<AuthorizationResult> results = super.authorize(context, actions);
    for (int i = 0; i < actions.size(); i++) {
      Action action = actions.get(i);
      boolean allowed = results.get(i) == AuthorizationResult.ALLOWED;
      // Else nothing hangs on the answer: another right will do, or a client is told what it may
      // do.
      if (allowed ? action.logIfAllowed() : action.logIfDenied()) {
        QUESTIONS.add(
            new Question(
                context.principal().getName(),
                action.operation(),
                action.resourcePattern().resourceType(),
                action.resourcePattern().name(),
                allowed));
      }
    }
    return results;
  }

  /** Returns what all brokers of this JVM have asked. */
  static Set<Question> questions() {
    return Set.copyOf(QUESTIONS);
  }
}
