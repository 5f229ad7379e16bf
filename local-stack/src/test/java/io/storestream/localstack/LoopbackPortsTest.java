package io.storestream.localstack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.BindException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoopbackPortsTest {
  @Test
  void shouldPickPortsBelowThoseOfOutgoingConnections() {
    int port = LoopbackPorts.pickFree();

    assertThat(port).isBetween(20_000, 32_767);
    LoopbackPorts.requireFree(port);
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 65_536})
  void shouldRefusePortsOutOfRange(int port) {
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> LoopbackPorts.requireFree(port))
        .withMessage("port " + port + " is not between 0 and 65535");
  }

  @Test
  void shouldRecognizeBindFailureAmongCauses() {
    Exception bind = new IOException("open", new BindException("Address already in use"));

    assertThat(LoopbackPorts.isBindFailure(new IllegalStateException(bind))).isTrue();
    assertThat(LoopbackPorts.isBindFailure(new IllegalStateException("other"))).isFalse();
  }
}
