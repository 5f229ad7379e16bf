package io.storestream.queryapi.http.problem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.concurrent.CompletionException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Asserts that a request is answered with a problem. */
public final class ProblemAssert {

  private ProblemAssert() {}

  /** Asserts that a call, or the future that it joins, fails with a problem. */
  public static void assertFailsWith(Problem problem, ThrowingCallable call) {
    Throwable failure = catchThrowable(call);
    assertThat(failure instanceof CompletionException ? failure.getCause() : failure)
        .isInstanceOfSatisfying(
            ProblemException.class, e -> assertThat(e.problem()).isEqualTo(problem));
  }
}
