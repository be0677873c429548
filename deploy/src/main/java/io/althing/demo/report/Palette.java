package io.althing.demo.report;

import java.util.List;

/** One colour for each thing, the same in every chart; told apart with any kind of colour vision (after Okabe and Ito, 2008). */
final class Palette {
    /** The versions of the story, in the order in which they are stacked. */
    static final List<String> VERSIONS = List.of("v1", "v2", "v3");

    private Palette() {}

    static String version(String version) {
        return switch (version) {
            case "v1" -> "#a3b8cc";
            case "v2" -> "#0072b2";
            case "v3" -> "#d55e00";
            default -> "#777777";
        };
    }

    static String region(int place) {
        return List.of("#0072b2", "#009e73", "#cc79a7", "#777777").get(Math.min(place, 3));
    }
}
