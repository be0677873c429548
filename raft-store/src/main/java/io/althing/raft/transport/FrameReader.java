package io.althing.raft.transport;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.Consumer;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.parsetools.RecordParser;

/** Cuts a connection's bytes into frames. Runs on the connection's event loop. */
final class FrameReader implements Handler<Buffer> {
    private final Consumer<Frame> frames;
    private final Consumer<String> broken;
    private final RecordParser parser;
    private Expect expect;
    private boolean dead;

    private enum Expect {
        PREFACE, LENGTH, REST
    }

    /**
     * @param withPreface whether the other side must begin with the preface
     * @param broken told once, with the reason, when the bytes are not frames; nothing is read after that
     */
    FrameReader(boolean withPreface, Consumer<Frame> frames, Consumer<String> broken) {
        this.frames = frames;
        this.broken = broken;
        this.expect = withPreface ? Expect.PREFACE : Expect.LENGTH;
        this.parser = RecordParser.newFixed(withPreface ? Frame.PREFACE.length : 4);
        parser.handler(this::piece);
    }

    @Override
    public void handle(Buffer bytes) {
        if (!dead) {
            parser.handle(bytes);
        }
    }

    private void piece(Buffer piece) {
        if (dead) {
            return;
        }
        switch (expect) {
            case PREFACE -> {
                if (!Arrays.equals(piece.getBytes(), Frame.PREFACE)) {
                    fail("it does not begin as this protocol does");
                    return;
                }
                next(Expect.LENGTH, 4);
            }
            case LENGTH -> {
                long length = piece.getUnsignedInt(0);
                if (length < 1 || length > Frame.MAX_LENGTH) {
                    fail("a frame of " + length + " bytes; the limit is " + Frame.MAX_LENGTH);
                    return;
                }
                next(Expect.REST, (int) length);
            }
            case REST -> {
                Optional<Frame> frame = Frame.decode(piece);
                if (frame.isEmpty()) {
                    fail("a malformed frame");
                    return;
                }
                next(Expect.LENGTH, 4);
                frames.accept(frame.get());
            }
        }
    }

    private void next(Expect what, int bytes) {
        expect = what;
        parser.fixedSizeMode(bytes);
    }

    private void fail(String reason) {
        dead = true;
        broken.accept(reason);
    }
}
