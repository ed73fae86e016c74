using TenantTokens.Rotations.Orchestration;

namespace TenantTokens.Rotations.Procedure;

/// <summary>The parts that the phases are composed of. Each part uses only those listed before it.</summary>
internal sealed class ProcedureParts
{
    public ProcedureParts(CountedContext context, RotationInput input)
    {
        State = new(input.Waits);
        Calls = new(context, input.RotationId);
        Watchman = new(context, Calls, State);
        Renewal = new(context, State, Watchman);
        Listener = new(context, Calls, State, Watchman, Renewal);
        Waits = new(Calls, State, Listener);
        Moves = new(Calls, State, Listener);
        Claim = new(Calls, State, Listener);
        Waves = new(context, Calls, State, Watchman, Listener, Waits, Claim);
        Canaries = new(Calls, State, Watchman, Listener, Waits);
        Proofs = new(Calls, State, Listener, Waits, Waves);
        Gates = new(context, Calls, State, Watchman, Renewal, Listener);
        Settled = new(Calls, State, Moves);
        AfterFinish = new(Calls, State, Waves);
    }

    public ProcedureState State { get; }

    public ProcedureCalls Calls { get; }

    public Watchman Watchman { get; }

    public Renewal Renewal { get; }

    public Listener Listener { get; }

    public InterruptibleWaits Waits { get; }

    public PhaseMoves Moves { get; }

    public ClaimKeeper Claim { get; }

    public WaveRunner Waves { get; }

    public Canaries Canaries { get; }

    public Proofs Proofs { get; }

    public GateKeeper Gates { get; }

    public SettledCall Settled { get; }

    public FinishAftermath AfterFinish { get; }
}
