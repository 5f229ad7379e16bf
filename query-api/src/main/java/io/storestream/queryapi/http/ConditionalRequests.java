package io.storestream.queryapi.http;

import io.javalin.http.HttpStatus;
import io.storestream.queryapi.http.problem.Problem;
import java.nio.ByteBuffer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * Decides on conditions by the entity tag of the answer that would be sent: 412 if it has none of
 * those in {@code If-Match}, 304 and no body if it has one of those in {@code If-None-Match}. Works
 * on what is sent in the end, compressed or not, as each has a tag of its own. Thread-safe.
 */
final class ConditionalRequests extends Handler.Wrapper {

  private static final Pattern TAG = Pattern.compile("(W/)?(\"[^\"]*\")");

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    String ifMatch = condition(request, HttpHeader.IF_MATCH);
    String ifNoneMatch = condition(request, HttpHeader.IF_NONE_MATCH);
    if (ifMatch.isEmpty() && ifNoneMatch.isEmpty()) {
      return super.handle(request, response, callback);
    }
    Request unconditional = new Unconditional(request);
    return super.handle(
        unconditional,
        new ConditionalResponse(unconditional, response, ifMatch, ifNoneMatch),
        callback);
  }

  private static String condition(Request request, HttpHeader header) {
    return String.join(",", request.getHeaders().getValuesList(header));
  }

  /**
   * Returns whether a list of tags has this one.
   *
   * @param weakly whether tags of contents that are alike, and not the same, count
   */
  private static boolean has(String list, String tag, boolean weakly) {
    Matcher own = TAG.matcher(tag);
    if (!own.matches() || (own.group(1) != null && !weakly)) {
      return false;
    }
    Matcher given = TAG.matcher(list);
    while (given.find()) {
      if (given.group(2).equals(own.group(2)) && (weakly || given.group(1) == null)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isAny(String list) {
    return list.strip().equals("*");
  }

  /** Without the conditions, so that nobody further in decides on what is not yet final. */
  private static final class Unconditional extends Request.Wrapper {

    private final HttpFields headers;

    Unconditional(Request request) {
      super(request);
      this.headers =
          HttpFields.build(request.getHeaders())
              .remove(HttpHeader.IF_MATCH)
              .remove(HttpHeader.IF_NONE_MATCH)
              .asImmutable();
    }

    @Override
    public HttpFields getHeaders() {
      return headers;
    }
  }

  /**
   * Decides when the headers are about to go out. Used by one thread at a time, as responses are.
   */
  private static final class ConditionalResponse extends Response.Wrapper {

    private final String ifMatch;
    private final String ifNoneMatch;
    private boolean decided;
    private @Nullable ByteBuffer instead;

    ConditionalResponse(Request request, Response response, String ifMatch, String ifNoneMatch) {
      super(request, response);
      this.ifMatch = ifMatch;
      this.ifNoneMatch = ifNoneMatch;
    }

    @Override
    public void write(boolean last, @Nullable ByteBuffer content, Callback callback) {
      if (!decided) {
        decided = true;
        decide();
      }
      if (instead == null) {
        super.write(last, content, callback);
        return;
      }
      BufferUtil.clear(content);
      if (!last) {
        callback.succeeded();
      } else if (getHeaders().contains(HttpHeader.CONTENT_LENGTH)) {
        super.write(true, instead, callback);
      } else {
        // Nobody knows the length of what would have been compressed. Were this the last write,
        // Jetty would say that it is 0.
        Callback ending =
            Callback.from(
                callback.getInvocationType(),
                () -> super.write(true, BufferUtil.EMPTY_BUFFER, callback),
                callback::failed);
        super.write(false, instead, ending);
      }
    }

    private void decide() {
      // A status that nobody has set becomes 200 after this.
      if (getStatus() != HttpStatus.OK.getCode() && getStatus() != 0) {
        return;
      }
      String tag = getHeaders().get(HttpHeader.ETAG);
      if (!ifMatch.isEmpty() && !isAny(ifMatch) && (tag == null || !has(ifMatch, tag, false))) {
        refuse();
      } else if (tag != null && (isAny(ifNoneMatch) || has(ifNoneMatch, tag, true))) {
        // A length, if it is known, is that of the answer which is not sent (RFC 9110, 8.6).
        send(HttpStatus.NOT_MODIFIED, BufferUtil.EMPTY_BUFFER);
      }
    }

    private void refuse() {
      Problem problem =
          new Problem(
              HttpStatus.PRECONDITION_FAILED, "the answer has none of the entity tags in If-Match");
      byte[] body = problem.toJson(getRequest().getHttpURI().getPath());
      send(HttpStatus.PRECONDITION_FAILED, ByteBuffer.wrap(body));
      HttpFields.Mutable headers = getHeaders();
      headers.remove(HttpHeader.ETAG);
      headers.remove(HttpHeader.LINK);
      headers.put(HttpHeader.CACHE_CONTROL, StandardHeaders.NO_STORE);
      headers.put(HttpHeader.CONTENT_TYPE, Problem.CONTENT_TYPE);
      headers.put(HttpHeader.CONTENT_LENGTH, body.length);
    }

    private void send(HttpStatus status, ByteBuffer body) {
      instead = body;
      setStatus(status.getCode());
      getHeaders().remove(HttpHeader.CONTENT_TYPE);
      getHeaders().remove(HttpHeader.CONTENT_ENCODING);
    }
  }
}
