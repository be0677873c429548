package io.althing.chaos.bench;

/** What a benchmark asks a registry for. */
enum Operation {
    WRITE("write"), LINEARIZABLE_READ("linearizable read"), LOCAL_READ("local read");

    private final String label;

    Operation(String label) {
        this.label = label;
    }

    String label() {
        return label;
    }
}
