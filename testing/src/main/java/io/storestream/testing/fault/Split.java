package io.storestream.testing.fault;

/**
 * The writes of one request in two parts: DynamoDB receives one, and the proxy refuses the other.
 */
sealed interface Split permits SplitBatch, SplitItems {

  /** Returns whether all writes are refused. */
  boolean forwardsNothing();

  /** Returns the body of the request with only the writes that are forwarded. */
  String requestOf(String requestBody);

  /** Returns the body of DynamoDB's response with the refusals added. */
  String addRefusedTo(String answerBody);
}
