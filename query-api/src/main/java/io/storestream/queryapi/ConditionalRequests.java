package io.storestream.queryapi;

import java.nio.ByteBuffer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * Answers 304 and no body to whoever has it already: where an answer has one of the entity tags in
 * {@code If-None-Match}, compared weakly. Works on what is sent in the end, compressed or not, as
 * each has a tag of its own. Thread-safe.
 */
final class ConditionalRequests extends Handler.Wrapper {

  private static final Pattern OPAQUE_TAG = Pattern.compile("\"[^\"]*\"");

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    String condition =
        String.join(",", request.getHeaders().getValuesList(HttpHeader.IF_NONE_MATCH));
    if (condition.isEmpty()) {
      return super.handle(request, response, callback);
    }
    Request unconditional = new Unconditional(request);
    return super.handle(
        unconditional, new ConditionalResponse(unconditional, response, condition), callback);
  }

  private static boolean matches(String condition, @Nullable String tag) {
    if (tag == null) {
      return false;
    }
    if (condition.strip().equals("*")) {
      return true;
    }
    String opaque = tag.startsWith("W/") ? tag.substring(2) : tag;
    Matcher given = OPAQUE_TAG.matcher(condition);
    while (given.find()) {
      if (given.group().equals(opaque)) {
        return true;
      }
    }
    return false;
  }

  /** Without the condition, so that nobody further in decides on what is not yet final. */
  private static final class Unconditional extends Request.Wrapper {

    private final HttpFields headers;

    Unconditional(Request request) {
      super(request);
      this.headers =
          HttpFields.build(request.getHeaders()).remove(HttpHeader.IF_NONE_MATCH).asImmutable();
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

    private final String condition;
    private boolean decided;
    private boolean notModified;

    ConditionalResponse(Request request, Response response, String condition) {
      super(request, response);
      this.condition = condition;
    }

    @Override
    public void write(boolean last, @Nullable ByteBuffer content, Callback callback) {
      if (!decided) {
        decided = true;
        decide();
      }
      if (!notModified) {
        super.write(last, content, callback);
        return;
      }
      BufferUtil.clear(content);
      if (last) {
        super.write(true, null, callback);
      } else {
        callback.succeeded();
      }
    }

    private void decide() {
      HttpFields.Mutable headers = getHeaders();
      HttpField tag = headers.getField(HttpHeader.ETAG);
      // A status that nobody has set becomes 200 after this.
      boolean found = getStatus() == HttpStatus.OK_200 || getStatus() == 0;
      if (found && tag != null && matches(condition, tag.getValue())) {
        notModified = true;
        setStatus(HttpStatus.NOT_MODIFIED_304);
        headers.remove(HttpHeader.CONTENT_LENGTH);
        headers.remove(HttpHeader.CONTENT_TYPE);
        headers.remove(HttpHeader.CONTENT_ENCODING);
      }
    }
  }
}
