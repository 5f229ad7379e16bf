package io.storestream.table;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.core.exception.SdkClientException;

class DynamoDbClientsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Unable to load region from any of the providers in the chain a.b.Chain@486be205: [c@1: x, d@2: y]"
            + " | Unable to load region from any of the SDK's providers",
        "Unable to load credentials from any of the providers in the chain Chain(providers=[c(), d()]) : [c(): x]"
            + " | Unable to load credentials from any of the SDK's providers",
        "connection refused (SDK Attempt Count: 3) | connection refused (SDK Attempt Count: 3)",
      })
  void shouldSayWhatIsMissingAndNotWhoWasAsked(String message, String words) {
    assertThat(DynamoDbClients.firstWords(SdkClientException.create(message))).isEqualTo(words);
  }
}
