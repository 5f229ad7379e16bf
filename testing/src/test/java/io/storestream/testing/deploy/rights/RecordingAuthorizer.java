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

/** Kafka's standard authorizer, which also records what it is asked. The broker creates it. */
public final class RecordingAuthorizer extends StandardAuthorizer {

  private static final Set<Question> QUESTIONS = ConcurrentHashMap.newKeySet();

  /**
   * A question of the broker.
   *
   * @param user user who requested the operation
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
      // Otherwise the answer does not matter: another right suffices, or the client only asks for
      // its rights.
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

  /** Returns the questions of all brokers of this JVM. */
  static Set<Question> questions() {
    return Set.copyOf(QUESTIONS);
  }
}
