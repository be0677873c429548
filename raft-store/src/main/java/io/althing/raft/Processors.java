package io.althing.raft;

import java.io.IOException;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import com.alipay.sofa.jraft.error.RaftError;
import com.alipay.sofa.jraft.rpc.RaftServerService;
import com.alipay.sofa.jraft.rpc.RpcContext;
import com.alipay.sofa.jraft.rpc.RpcProcessor;
import com.alipay.sofa.jraft.rpc.RpcRequestClosure;
import com.alipay.sofa.jraft.rpc.RpcRequests.AppendEntriesRequest;
import com.alipay.sofa.jraft.rpc.RpcRequests.ReadIndexRequest;
import com.alipay.sofa.jraft.rpc.RpcRequests.RequestVoteRequest;
import com.alipay.sofa.jraft.rpc.RpcRequests.TimeoutNowRequest;
import com.alipay.sofa.jraft.rpc.RpcServer;
import com.alipay.sofa.jraft.rpc.impl.PingRequestProcessor;
import com.alipay.sofa.jraft.rpc.impl.core.AppendEntriesRequestProcessor;
import com.alipay.sofa.jraft.rpc.impl.core.GetFileRequestProcessor;
import com.alipay.sofa.jraft.rpc.impl.core.InstallSnapshotRequestProcessor;
import com.alipay.sofa.jraft.rpc.impl.core.ReadIndexRequestProcessor;
import com.alipay.sofa.jraft.rpc.impl.core.RequestVoteRequestProcessor;
import com.alipay.sofa.jraft.rpc.impl.core.TimeoutNowRequestProcessor;
import com.google.protobuf.Message;

import io.althing.raft.proto.IdentityRequest;
import io.althing.raft.proto.IdentityResponse;

/**
 * What this node answers to: Raft's core messages, pings, and its own. JRaft's administrative messages are not among them; membership
 * is changed only through {@link RaftNode}.
 */
final class Processors {
    private static final Logger LOG = LoggerFactory.getLogger(Processors.class);

    private Processors() {}

    /** Notes when a leader of the newest term was last heard. */
    private static final class HearingAppendEntries extends AppendEntriesRequestProcessor {
        private final NodeView view;
        private final LongSupplier nanos;

        HearingAppendEntries(Executor executor, NodeView view, LongSupplier nanos) {
            super(executor);
            this.view = view;
            this.nanos = nanos;
        }

        @Override
        public Message processRequest0(RaftServerService service, AppendEntriesRequest request,
                RpcRequestClosure done) {
            if (request.getTerm() >= view.term()) {
                view.termSeen(request.getTerm());
                view.leaderHeard(nanos.getAsLong());
            }
            return super.processRequest0(service, request, done);
        }
    }

    /** Hears only candidates that this node's newest configuration knows. */
    private static final class MembersVote extends RequestVoteRequestProcessor {
        private final Strangers strangers;

        MembersVote(Executor executor, Strangers strangers) {
            super(executor);
            this.strangers = strangers;
        }

        @Override
        public @Nullable Message processRequest0(RaftServerService service, RequestVoteRequest request,
                RpcRequestClosure done) {
            return strangers.turnedAway(request.getServerId(), "its call for votes")
                    ? refuse(done, request.getServerId())
                    : super.processRequest0(service, request, done);
        }
    }

    /** Lets only members tell this node to stand for election. */
    private static final class MembersTimeoutNow extends TimeoutNowRequestProcessor {
        private final Strangers strangers;

        MembersTimeoutNow(Executor executor, Strangers strangers) {
            super(executor);
            this.strangers = strangers;
        }

        @Override
        public @Nullable Message processRequest0(RaftServerService service, TimeoutNowRequest request,
                RpcRequestClosure done) {
            return strangers.turnedAway(request.getServerId(), "its call to stand for election")
                    ? refuse(done, request.getServerId())
                    : super.processRequest0(service, request, done);
        }
    }

    /**
     * Sends readers through the log while a change of membership is in flight, when a quorum's answer proves too little. JRaft would have a
     * node that does not lead hand the question on in the asker's name, which the next node rightly refuses; here it says so itself.
     */
    private static final class MembersReadIndex extends ReadIndexRequestProcessor {
        private final Reads reads;

        MembersReadIndex(Executor executor, Reads reads) {
            super(executor);
            this.reads = reads;
        }

        @Override
        public @Nullable Message processRequest0(RaftServerService service, ReadIndexRequest request,
                RpcRequestClosure done) {
            if (reads.strangers.turnedAway(request.getServerId(), "its reads")) {
                return refuse(done, request.getServerId());
            }
            if (!reads.membershipStable.getAsBoolean()) {
                done.run(new com.alipay.sofa.jraft.Status(RaftError.EAGAIN,
                        "membership is changing; read through the log"));
                return null;
            }
            if (!reads.view.leadsNewestTerm()) {
                done.run(new com.alipay.sofa.jraft.Status(RaftError.EPERM, "this node does not lead"));
                return null;
            }
            return super.processRequest0(service, request, done);
        }
    }

    private static @Nullable Message refuse(RpcRequestClosure done, String sender) {
        done.run(new com.alipay.sofa.jraft.Status(RaftError.EPERM, "%s", Strangers.why(sender)));
        return null;
    }

    /** Answers who this node is, from before Raft starts. */
    private record Identity(Supplier<IdentityDesk> desk, Executor executor) implements RpcProcessor<IdentityRequest> {
        @Override
        public void handleRequest(RpcContext context, IdentityRequest request) {
            try {
                context.sendResponse(desk.get().answer(request));
            } catch (IllegalArgumentException e) {
                LOG.warn("{} asked for our identity with a malformed question ({}); check what runs there",
                        context.getRemoteAddress(),
                        e.getMessage());
                context.sendResponse(IdentityResponse.getDefaultInstance());
            } catch (IOException e) {
                LOG.error("the identity file cannot be written; {} gets no answer until the disk is well",
                        context.getRemoteAddress(), e);
                context.sendResponse(IdentityResponse.getDefaultInstance());
            }
        }

        @Override
        public String interest() {
            return IdentityRequest.class.getName();
        }
    }

    /**
     * What the processors read of the node.
     */
    record Reads(NodeView view, LongSupplier nanos, BooleanSupplier membershipStable, Strangers strangers,
            Supplier<IdentityDesk> desk) {}

    static void register(RpcServer server, Executor executor, Reads reads, RpcProcessor<?> forward) {
        AppendEntriesRequestProcessor append = new HearingAppendEntries(executor, reads.view, reads.nanos);
        server.registerConnectionClosedEventListener(append);
        server.registerProcessor(append);
        server.registerProcessor(new GetFileRequestProcessor(executor));
        server.registerProcessor(new InstallSnapshotRequestProcessor(executor));
        server.registerProcessor(new MembersVote(executor, reads.strangers));
        server.registerProcessor(new PingRequestProcessor(executor));
        server.registerProcessor(new MembersTimeoutNow(executor, reads.strangers));
        server.registerProcessor(new MembersReadIndex(executor, reads));
        server.registerProcessor(new Identity(reads.desk, executor));
        server.registerProcessor(forward);
    }
}
