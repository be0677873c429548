package io.althing.chaos.bench;

import io.althing.cli.CommandProvider;

/** Makes {@code althing bench gateway} known to the command line. */
public final class GatewayBenchProvider implements CommandProvider {
    @Override
    public String parent() {
        return "bench";
    }

    @Override
    public Object command() {
        return new GatewayBench();
    }
}
