namespace TenantTokens.Configuration.Options;

/// <summary>How fast and how carefully a rotation goes.</summary>
public sealed record PolicyOptions
{
    /// <summary>How long a host script may run before Azure kills it. Default 10 min; 1 s to 30 min, sent to Azure as whole seconds.</summary>
    public TimeSpan CommandTimeout { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How long after it was sent a command may still begin to change its host. Default 15 min; <see cref="CommandTimeout"/> to 2 h.</summary>
    public TimeSpan CommandWindow { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>After how long the guard on the host starts stopped services again. Default 10 min; 1 s to 1 h.</summary>
    public TimeSpan Guard { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How long to watch for the effect of a start whose answer was lost. Default 5 min; 0 to 1 h.</summary>
    public TimeSpan StartSettle { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How long after its sending a start whose answer is not known may be recognised by a token in force that has changed. Default 30 min; 0 to 1 d.</summary>
    public TimeSpan AdoptWithin { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>How long Dynatrace may take to hand out the token that finish or cancel leaves in force. Default 5 min; 0 to 1 h.</summary>
    public TimeSpan FinishSettle { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How long the first ActiveGate's agents must stay online before the next ActiveGate. Default 5 min; 0 to 7 d.</summary>
    public TimeSpan GateSoak { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>The pause between waves. Default 5 min; 0 to 7 d.</summary>
    public TimeSpan Soak { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How long an agent may take to be online again after its restart. Default 10 min; 1 s to 2 h.</summary>
    public TimeSpan OnlineTimeout { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How often to look when Azure or Dynatrace does not say. Default 15 s; 10 ms to 5 min. ARM allows 25 reads/s per subscription.</summary>
    public TimeSpan PollInterval { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Commands in flight over the whole rotation. Default 100; 1 to 10,000.</summary>
    public int MaxInFlight { get; init; } = 100;

    /// <summary>Commands in flight per subscription and region. Default 20; 1 to <see cref="MaxInFlight"/>.</summary>
    public int MaxInFlightPerLane { get; init; } = 20;

    /// <summary>How often a target is tried, the first time included. Default 3; 1 to 10.</summary>
    public int MaxAttempts { get; init; } = 3;

    /// <summary>
    /// How old a host's proof may be at finish; an older one is renewed by a probe. Default 1 d; 0 (every host is probed again) to 30 d.
    /// A restart that changes neither version nor entity cannot be seen at Dynatrace: this is what bounds it.
    /// </summary>
    public TimeSpan ProofMaxAge { get; init; } = TimeSpan.FromDays(1);

    /// <summary>What is watched while a rotation is open and after it finished.</summary>
    public WatchOptions Watch { get; init; } = new();

    /// <summary>What is special to ActiveGates.</summary>
    public ComponentPolicyOptions ActiveGates { get; init; } = new();

    /// <summary>What is special to OneAgents.</summary>
    public ComponentPolicyOptions OneAgents { get; init; } = new();

    /// <summary>What is special to agents of a Kubernetes operator.</summary>
    public KubernetesPolicyOptions Kubernetes { get; init; } = new();

    /// <summary>How many targets may fail.</summary>
    public FailureBudgetOptions FailureBudget { get; init; } = new();

    /// <summary>Machines that are off.</summary>
    public StragglerOptions Stragglers { get; init; } = new();

    /// <summary>What is different in an emergency.</summary>
    public EmergencyOptions Emergency { get; init; } = new();

    /// <summary>The policy as it counts for a rotation.</summary>
    /// <param name="emergency">Whether the rotation is an emergency.</param>
    public PolicyOptions For(bool emergency) => !emergency ? this : this with
    {
        GateSoak = Emergency.GateSoak ?? GateSoak / 5,
        Soak = Emergency.Soak,
        ActiveGates = ActiveGates with { Percentages = Emergency.Percentages },
        OneAgents = OneAgents with { Percentages = Emergency.Percentages },
    };
}
