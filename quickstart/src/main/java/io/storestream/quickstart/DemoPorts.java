package io.storestream.quickstart;

/** Where the parts of the demo listen, on the loopback interface; 0 takes a free port. */
record DemoPorts(int http, int kafka, int dynamoDb) {}
