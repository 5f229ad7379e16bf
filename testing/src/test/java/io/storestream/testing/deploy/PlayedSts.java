package io.storestream.testing.deploy;

import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.containing;
import static com.github.tomakehurst.wiremock.client.WireMock.okXml;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;

import com.github.tomakehurst.wiremock.WireMockServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Gives credentials for the token of a service account, as AWS does in a cluster whose service
 * accounts have roles. Nobody else in the test has any.
 */
final class PlayedSts implements AutoCloseable {

  /** What requests to DynamoDB are signed with; letters and digits, as DynamoDB Local wants it. */
  static final String ACCESS_KEY_ID = "OfTheRole";

  private static final String TOKEN = "token-of-the-service-account";
  private static final String SECRET_ACCESS_KEY = "SecretOfTheRole";
  private static final String SESSION_TOKEN = "SessionOfTheRole";

  /** What nobody but AWS may get to see. */
  static final List<String> SECRETS = List.of(TOKEN, SECRET_ACCESS_KEY, SESSION_TOKEN);

  private static final String ROLE = "arn:aws:iam::111122223333:role/storestream";
  private static final String ANSWER =
      """
      <AssumeRoleWithWebIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
        <AssumeRoleWithWebIdentityResult>
          <Credentials>
            <AccessKeyId>%s</AccessKeyId>
            <SecretAccessKey>%s</SecretAccessKey>
            <SessionToken>%s</SessionToken>
            <Expiration>2099-01-01T00:00:00Z</Expiration>
          </Credentials>
        </AssumeRoleWithWebIdentityResult>
      </AssumeRoleWithWebIdentityResponse>
      """
          .formatted(ACCESS_KEY_ID, SECRET_ACCESS_KEY, SESSION_TOKEN);

  private final WireMockServer server =
      new WireMockServer(
          wireMockConfig().bindAddress("127.0.0.1").dynamicPort().disableRequestJournal());
  private final Path token;

  private PlayedSts(Path token) {
    this.token = token;
  }

  /**
   * Starts on a free port.
   *
   * @param directory for the token
   */
  static PlayedSts start(Path directory) {
    try {
      PlayedSts sts = new PlayedSts(Files.writeString(directory.resolve("token"), TOKEN));
      sts.server.start();
      sts.server.stubFor(
          post(anyUrl())
              .withRequestBody(containing("Action=AssumeRoleWithWebIdentity"))
              .withRequestBody(containing("WebIdentityToken=" + TOKEN))
              .willReturn(okXml(ANSWER)));
      return sts;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns what a cluster sets for a pod whose service account has a role. */
  Map<String, String> environment() {
    return Map.of(
        "AWS_ROLE_ARN", ROLE,
        "AWS_WEB_IDENTITY_TOKEN_FILE", token.toString(),
        "AWS_ENDPOINT_URL_STS", server.baseUrl());
  }

  @Override
  public void close() {
    server.stop();
  }
}
