package io.storestream.testing.endtoend;

/** The suite on servers inside this JVM. */
class EmbeddedEndToEndTest extends EndToEndSuite {

  @Override
  Backends startBackends() {
    return EmbeddedBackends.start();
  }
}
