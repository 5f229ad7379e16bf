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
 * Issues credentials for the token of a service account, as AWS does in a cluster whose service
 * accounts have roles. No other credentials exist in the test.
 */
final class FakeSts implements AutoCloseable {

  /**
   * The access key of all requests to DynamoDB. It has letters and digits only, as DynamoDB Local
   * requires.
   */
  static final String ACCESS_KEY_ID = "OfTheRole";

  private static final String TOKEN = "token-of-the-service-account";
  private static final String SECRET_ACCESS_KEY = "SecretOfTheRole";
  private static final String SESSION_TOKEN = "SessionOfTheRole";

  /** Values that only AWS may receive. */
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

  private FakeSts(Path token) {
    this.token = token;
  }

  /**
   * Starts on a free port.
   *
   * @param directory for the token
   */
  static FakeSts start(Path directory) {
    try {
      FakeSts sts = new FakeSts(Files.writeString(directory.resolve("token"), TOKEN));
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

  /** Returns the variables that a cluster sets for a pod whose service account has a role. */
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
