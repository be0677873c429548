package io.althing.chaos.bench;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseDecoder;
import io.netty.handler.codec.http.LastHttpContent;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.HdrHistogram.Histogram;

/**
 * Puts load on an HTTP server from one event loop. It writes finished bytes and reads no bodies, so that it costs little beside what it
 * measures; what it costs is measured too. Closed-loop figures hide what a stalled server does to requests that were not sent meanwhile:
 * they compare servers under the same load, they do not promise latencies.
 */
final class LoadGenerator implements AutoCloseable {
    private static final int HIGHEST_NANOS_DIGITS = 3;
    private static final int CONNECT_MILLIS = 5_000;

    private final EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final AtomicLong numbers;

    /** @param first the number of the first request; each run goes on where the last one ended */
    LoadGenerator(long first) {
        this.numbers = new AtomicLong(first);
    }

    /** How many numbers were given out. */
    long next() {
        return numbers.get();
    }

    /** Runs the load and returns when the last request is answered. */
    Measurement run(Load load) throws IOException, InterruptedException {
        var run = new Run(load, numbers);
        List<Channel> channels = new ArrayList<>();
        try {
            for (int i = 0; i < load.connections(); i++) {
                channels.add(connect(load, run));
            }
            rest(load.window().warmUp());
            ProcessUse serversBefore = ProcessUse.of(load.servers());
            ProcessUse ownBefore = ProcessUse.of(List.of(ProcessHandle.current().pid()));
            long start = System.nanoTime();
            run.phase = Phase.MEASURING;
            rest(load.window().measured());
            run.phase = Phase.ENDING;
            double seconds = (System.nanoTime() - start) / 1e9;
            ProcessUse servers = ProcessUse.of(load.servers());
            ProcessUse own = ProcessUse.of(List.of(ProcessHandle.current().pid()));
            for (Channel channel : channels) {
                channel.closeFuture().await(CONNECT_MILLIS);
            }
            return new Measurement(seconds, run.latencies.getTotalCount(), run.failed.sum(), run.latencies,
                    servers.cpuSeconds() - serversBefore.cpuSeconds(), own.cpuSeconds() - ownBefore.cpuSeconds(),
                    servers.residentBytes());
        } finally {
            channels.forEach(channel -> {
                var unused = channel.close();
            });
        }
    }

    private static void rest(Duration time) throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(time.toNanos());
    }

    private Channel connect(Load load, Run run) throws IOException, InterruptedException {
        var connecting = new Bootstrap().group(loop).channel(NioSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true).option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MILLIS)
                .handler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        channel.pipeline().addLast(new HttpResponseDecoder(), new Connection(run));
                    }
                }).connect(load.target()).await();
        if (!connecting.isSuccess()) {
            throw new IOException("no connection to " + load.target(), connecting.cause());
        }
        return connecting.channel();
    }

    @Override
    public void close() {
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }

    private enum Phase {
        WARMING_UP, MEASURING, ENDING
    }

    /** What the connections of a run share; written on the event loop, but for the phase. */
    private static final class Run {
        private final Load load;
        private final AtomicLong numbers;
        private final Histogram latencies = new Histogram(HIGHEST_NANOS_DIGITS);
        private volatile Phase phase = Phase.WARMING_UP;
        private final LongAdder failed = new LongAdder();

        Run(Load load, AtomicLong numbers) {
            this.load = load;
            this.numbers = numbers;
        }
    }

    /** One connection's loop. */
    private static final class Connection extends SimpleChannelInboundHandler<HttpObject> {
        private final Run run;
        private long number;
        private long sentNanos;
        private boolean waiting;
        private boolean good;

        Connection(Run run) {
            this.run = run;
        }

        @Override
        public void channelActive(ChannelHandlerContext context) {
            send(context);
        }

        private void send(ChannelHandlerContext context) {
            number = run.numbers.getAndIncrement();
            waiting = true;
            sentNanos = System.nanoTime();
            var unused = context.writeAndFlush(run.load.requests().request(number), context.voidPromise());
        }

        @Override
        protected void channelRead0(ChannelHandlerContext context, HttpObject part) {
            if (part instanceof HttpResponse response) {
                good = response.status().code() / 100 == 2;
            }
            if (part instanceof LastHttpContent) {
                answered(context);
            }
        }

        private void answered(ChannelHandlerContext context) {
            Phase phase = run.phase;
            waiting = false;
            if (good) {
                run.load.acknowledged().ok(number);
                if (phase == Phase.MEASURING) {
                    run.latencies.recordValue(System.nanoTime() - sentNanos);
                }
            } else {
                run.failed.increment();
            }
            if (phase == Phase.ENDING) {
                var unused = context.close();
            } else {
                send(context);
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            if (waiting) {
                run.failed.increment();
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            var unused = context.close();
        }
    }
}
