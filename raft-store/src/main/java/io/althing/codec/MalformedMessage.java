package io.althing.codec;

/** Bytes that are not the message they were taken for, or a value that no message can hold. Met in the log, the node halts. */
public final class MalformedMessage extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final String path;
    private final String problem;

    MalformedMessage(String path, String problem) {
        super(path.isEmpty() ? problem : path + ": " + problem);
        this.path = path;
        this.problem = problem;
    }

    MalformedMessage in(String field) {
        return new MalformedMessage(path.isEmpty() ? field : field + "." + path, problem);
    }
}
