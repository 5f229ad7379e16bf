package io.storestream.benchmarks.standin;

import io.storestream.benchmarks.process.ParentWatch;
import java.time.Duration;

/** The stand-in as a process: prints its endpoint and runs until its parent ends. */
public final class StandInProgram {

  private StandInProgram() {}

  /** Takes the latency in milliseconds. */
  public static void main(String[] arguments) {
    ParentWatch.start();
    StandIn standIn = StandIn.start(Duration.ofMillis(Long.parseLong(arguments[0])));
    System.out.println("listening at " + standIn.endpoint());
  }
}
