package io.storestream.queryapi.http.problem;

import io.javalin.http.HttpStatus;

/** Ends a request with a {@link Problem}. Expected, so it has no stack trace. */
public final class ProblemException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient Problem problem;

  public ProblemException(Problem problem) {
    super(problem.detail(), null, false, false);
    this.problem = problem;
  }

  /** Returns a 400 that names the parameter. */
  public static ProblemException badParameter(String parameter, String detail) {
    return new ProblemException(new Problem(HttpStatus.BAD_REQUEST, detail, parameter));
  }

  /** Returns a 400 that names no parameter. */
  public static ProblemException badRequest(String detail) {
    return new ProblemException(new Problem(HttpStatus.BAD_REQUEST, detail));
  }

  public static ProblemException notFound(String detail) {
    return new ProblemException(new Problem(HttpStatus.NOT_FOUND, detail));
  }

  public Problem problem() {
    return problem;
  }
}
