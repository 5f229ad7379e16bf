package io.storestream.benchmarks.lookup;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A connection that sends one GET again and again. Used by one thread. */
final class HttpConnection {

  private static final int MAX_ANSWER_BYTES = 1 << 20;
  private static final String OK = "HTTP/1.1 200 ";
  private static final String END_OF_HEADER = "\r\n\r\n";
  private static final Pattern LENGTH =
      Pattern.compile("\r\ncontent-length: (\\d+)\r\n", Pattern.CASE_INSENSITIVE);

  private final SocketChannel channel;
  private final ByteBuffer request;
  private final ByteBuffer answer = ByteBuffer.allocate(MAX_ANSWER_BYTES);

  /** Where the body begins; 0 while the header is incomplete. */
  private int body;

  /** Where the answer ends. */
  private int end;

  private HttpConnection(SocketChannel channel, ByteBuffer request) {
    this.channel = channel;
    this.request = request;
  }

  static HttpConnection open(InetSocketAddress server, URI url) throws IOException {
    SocketChannel channel = SocketChannel.open(server);
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    channel.configureBlocking(false);
    String query = url.getRawQuery() == null ? "" : "?" + url.getRawQuery();
    return new HttpConnection(
        channel,
        StandardCharsets.US_ASCII.encode(
            "GET %s%s HTTP/1.1\r\nHost: %s\r\n\r\n"
                .formatted(url.getRawPath(), query, url.getRawAuthority())));
  }

  void register(Selector selector) throws IOException {
    channel.register(selector, SelectionKey.OP_READ, this);
  }

  /** Sends the request; the last one must be answered. */
  void send() throws IOException {
    request.rewind();
    while (request.hasRemaining()) {
      channel.write(request);
    }
  }

  /**
   * Receives what is there, and returns the body once it is complete, otherwise {@code null}.
   *
   * @throws IOException if the answer is not 200 or has no length
   */
  byte @Nullable [] receive() throws IOException {
    if (channel.read(answer) < 0) {
      throw new EOFException("the server closed the connection");
    }
    if (body == 0) {
      readHeader();
    }
    if (body == 0 || answer.position() < end) {
      return null;
    }
    byte[] received = Arrays.copyOfRange(answer.array(), body, end);
    answer.clear();
    body = 0;
    return received;
  }

  private void readHeader() throws IOException {
    String header = new String(answer.array(), 0, answer.position(), StandardCharsets.ISO_8859_1);
    int length = header.indexOf(END_OF_HEADER);
    if (length < 0) {
      return;
    }
    Matcher contentLength = LENGTH.matcher(header);
    if (!header.startsWith(OK) || !contentLength.find()) {
      throw new IOException("not an answer of 200 with a length: " + header);
    }
    body = length + END_OF_HEADER.length();
    end = body + Integer.parseInt(contentLength.group(1));
  }
}
