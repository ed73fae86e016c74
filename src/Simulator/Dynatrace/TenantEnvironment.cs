using TenantTokens.Simulator.World;

namespace TenantTokens.Simulator.Dynatrace;

/// <summary>One Dynatrace environment and its tenant tokens. Guarded by the world's lock.</summary>
internal sealed class TenantEnvironment
{
    private readonly Chance _chance;
    private int _tokens;

    public TenantEnvironment(string id, Chance chance)
    {
        Id = id;
        _chance = chance;
        Active = NewToken();
    }

    public string Id { get; }

    /// <summary>The token that new agents get: after start, the new one.</summary>
    public string Active { get; private set; }

    /// <summary>The old token while a rotation is open.</summary>
    public string? Previous { get; private set; }

    /// <summary>The last token that finish or cancel made invalid.</summary>
    public string? Retired { get; private set; }

    public bool RotationOpen => Previous is not null;

    /// <summary>The active token before the last start or cancel.</summary>
    public string? Former { get; private set; }

    /// <summary>How long connectioninfo keeps telling the former token after a change, real time; planted.</summary>
    public TimeSpan ConnectionInfoLag { get; set; }

    /// <summary>gateway/connectioninfo tells the old token while a rotation is open (docs/invariants.md#u2); planted.</summary>
    public bool GatewayKeepsOld { get; set; }

    /// <summary>What a metric query gets in place of an answer; planted.</summary>
    public int? MetricStatus { get; set; }

    /// <summary>How a metric query is answered without a value: "empty" or "null"; null when it is answered; planted.</summary>
    public string? MetricSilence { get; set; }

    /// <summary>After each page of OneAgents comes an empty one that names the next; planted.</summary>
    public bool HasEmptyPages { get; set; }

    /// <summary>The Kubernetes operators are stopped: their agents keep what they have; planted.</summary>
    public bool HasOperatorsHeld { get; set; }

    /// <summary>When the valid tokens changed last; a Kubernetes operator notices 20 simulated minutes later.</summary>
    public DateTimeOffset ChangedAt { get; private set; }

    /// <summary>What the cluster takes: the active token, and the previous one while a rotation is open.</summary>
    public bool Accepts(string token) => token == Active || (Previous is not null && token == Previous);

    /// <summary>What connectioninfo tells.</summary>
    public string Told(DateTimeOffset now, bool toGateway) => this switch
    {
        { GatewayKeepsOld: true, Previous: { } previous } when toGateway => previous,
        { Former: { } former } when now < ChangedAt + ConnectionInfoLag => former,
        _ => Active,
    };

    /// <summary>False when a rotation is open.</summary>
    public bool TryStart(DateTimeOffset now)
    {
        if (RotationOpen)
        {
            return false;
        }

        (Previous, Former, Active, ChangedAt) = (Active, Active, NewToken(), now);
        return true;
    }

    /// <summary>False when no rotation is open.</summary>
    public bool TryFinish()
    {
        if (!RotationOpen)
        {
            return false;
        }

        (Retired, Previous) = (Previous, null);
        return true;
    }

    /// <summary>False when no rotation is open.</summary>
    public bool TryCancel(DateTimeOffset now)
    {
        if (Previous is not { } old)
        {
            return false;
        }

        (Retired, Former, Active, Previous, ChangedAt) = (Active, Active, old, null, now);
        return true;
    }

    /// <summary>Both shapes are in the wild (docs/facts/dynatrace.md §1.3), so both are made.</summary>
    private string NewToken()
    {
        string key = $"tenant-token/{Id}/{_tokens++}";
        return _chance.Unit(key + "/shape") < 0.5
            ? _chance.Text(key, 16, Chance.Alphanumeric)
            : "dt0a02." + _chance.Text(key, 24, Chance.Alphanumeric);
    }
}
