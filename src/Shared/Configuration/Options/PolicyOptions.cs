using System.ComponentModel.DataAnnotations;
using System.Globalization;
using TenantTokens.Configuration.Values;

namespace TenantTokens.Configuration.Options;

/// <summary>How fast and how carefully a rotation goes.</summary>
public sealed record PolicyOptions : IValidatableObject
{
    /// <summary>How long a host script may run before Azure kills it; sent to Azure as whole seconds.</summary>
    [Duration("00:00:01", "00:30:00")]
    public TimeSpan CommandTimeout { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How long after it was sent a command may still begin to change its host. Later the host refuses it.</summary>
    [Duration("00:00:01", "02:00:00")]
    [AtLeast(nameof(CommandTimeout))]
    public TimeSpan CommandWindow { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>After how long the guard on the host starts stopped services again.</summary>
    [Duration("00:00:01", "01:00:00")]
    public TimeSpan Guard { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How long to watch for the effect of a start whose answer was lost.</summary>
    [Duration("00:00:00", "01:00:00")]
    public TimeSpan StartSettle { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// How long after it was sent a start whose answer is not known may be recognised by a token in force that has changed. Later the
    /// approvers are asked.
    /// </summary>
    [Duration("00:00:00", "1.00:00:00")]
    public TimeSpan AdoptWithin { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>
    /// How long Dynatrace may take to hand out the token that finish or cancel leaves in force. Then the rotation is parked.
    /// </summary>
    [Duration("00:00:00", "01:00:00")]
    public TimeSpan FinishSettle { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// The pause after the canary of each component. It ends with a look at which nothing may have become worse. After it a canary of a
    /// restore must be online.
    /// </summary>
    [Duration("00:00:00", "7.00:00:00")]
    public TimeSpan GateSoak { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>The pause between later waves.</summary>
    [Duration("00:00:00", "7.00:00:00")]
    public TimeSpan Soak { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How long an agent may take to be online again after its restart.</summary>
    [Duration("00:00:01", "02:00:00")]
    public TimeSpan OnlineTimeout { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>
    /// How often to look when neither Azure nor Dynatrace says when. What takes longer is looked for less often, at last every tenth of the
    /// time that it may take. Azure Resource Manager allows 25 reads a second per subscription.
    /// </summary>
    [Duration("00:00:00.01", "00:05:00")]
    public TimeSpan PollInterval { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Commands in flight over the whole rotation.</summary>
    [Range(1, 10_000)]
    public int MaxInFlight { get; init; } = 100;

    /// <summary>Commands in flight per subscription and region.</summary>
    [Range(1, 10_000)]
    [AtMost(nameof(MaxInFlight))]
    public int MaxInFlightPerLane { get; init; } = 20;

    /// <summary>How often a target is tried in one wave, the first time included.</summary>
    [Range(1, 10)]
    public int MaxAttempts { get; init; } = 3;

    /// <summary>
    /// How old the proof of a host may be at finish. An older one is renewed by a probe; with 0 every host is probed again. A restart that
    /// changes neither version nor entity cannot be seen at Dynatrace: this is what bounds it.
    /// </summary>
    [Duration("00:00:00", "30.00:00:00")]
    public TimeSpan ProofMaxAge { get; init; } = TimeSpan.FromDays(1);

    /// <summary>What is watched while a rotation is open and after it finished.</summary>
    public WatchOptions Watch { get; init; } = new();

    /// <summary>What is special to ActiveGates.</summary>
    public ComponentPolicyOptions ActiveGates { get; init; } = new();

    /// <summary>What is special to OneAgents.</summary>
    public ComponentPolicyOptions OneAgents { get; init; } = new();

    /// <summary>How many targets may fail before nothing new is sent and the approvers are asked.</summary>
    public FailureBudgetOptions FailureBudget { get; init; } = new();

    /// <summary>Machines that are off or disconnected.</summary>
    public StragglerOptions Stragglers { get; init; } = new();

    /// <summary>What is different in an emergency.</summary>
    public EmergencyOptions Emergency { get; init; } = new();

    /// <summary>What is special to agents of a Kubernetes operator.</summary>
    public KubernetesPolicyOptions Kubernetes { get; init; } = new();

    /// <summary>The policy as it counts for a rotation.</summary>
    /// <param name="emergency">Whether the rotation is an emergency.</param>
    public PolicyOptions For(bool emergency) => !emergency ? this : this with
    {
        GateSoak = Emergency.GateSoak ?? GateSoak / 5,
        Soak = Emergency.Soak,
        ActiveGates = ActiveGates with { Percentages = Emergency.Percentages },
        OneAgents = OneAgents with { Percentages = Emergency.Percentages },
    };

    /// <inheritdoc />
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        (string Name, int? MaxInFlight)[] components =
        [
            (nameof(ActiveGates), ActiveGates.MaxInFlight),
            (nameof(OneAgents), OneAgents.MaxInFlight),
        ];
        foreach ((string name, int? most) in components)
        {
            if (most > MaxInFlight)
            {
                yield return new ValidationResult(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"maxInFlight is {most} and must be at most policy.maxInFlight, which is {MaxInFlight}."),
                    [name]);
            }
        }
    }
}
