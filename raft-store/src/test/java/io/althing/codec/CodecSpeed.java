package io.althing.codec;

import io.althing.codec.RecordJson.Reading;
import io.althing.codec.proto.samples.SampleCommand;
import java.util.function.Supplier;

/** Prints what one encoding and one decoding cost on this machine; a figure to look at, not a test. */
public final class CodecSpeed {
    private static final int ROUNDS = 200_000;

    private CodecSpeed() {}

    public static void main(String[] args) {
        ProtoMapper<Samples.SampleCommand> proto = new ProtoMapper<>(Samples.SampleCommand.class,
                SampleCommand.getDescriptor());
        RecordJson json = new RecordJson();
        System.out.printf("%-34s %8s %12s %12s%n", "", "bytes", "encode ns", "decode ns");
        for (Samples.SampleCommand command : new Samples.SampleCommand[]{Samples.tag(), Samples.full()}) {
            String name = command.getClass().getSimpleName();
            byte[] message = proto.encode(command);
            print("protobuf " + name, message.length, () -> proto.encode(command), () -> proto.decode(message));
            byte[] text = json.write(Samples.SampleCommand.class, command);
            print("json " + name, text.length, () -> json.write(Samples.SampleCommand.class, command),
                    () -> json.read(Samples.SampleCommand.class, text, Reading.EXACT));
        }
    }

    private static void print(String name, int bytes, Supplier<Object> encode, Supplier<Object> decode) {
        System.out.printf("%-34s %8d %12d %12d%n", name, bytes, best(encode), best(decode));
    }

    private static long best(Supplier<Object> work) {
        long best = Long.MAX_VALUE;
        for (int trial = 0; trial < 7; trial++) {
            long begin = System.nanoTime();
            int sink = 0;
            for (int i = 0; i < ROUNDS; i++) {
                sink += work.get() == work ? 1 : 0;
            }
            best = Math.min(best, (System.nanoTime() - begin + (sink >>> 31)) / ROUNDS);
        }
        return best;
    }
}
