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

    /// <summary>The token for new agents; from start on, the new one.</summary>
    public string Active { get; private set; }

    /// <summary>The old token while a rotation is open; otherwise null.</summary>
    public string? Previous { get; private set; }

    /// <summary>The last token that finish or cancel made invalid; null when there is none.</summary>
    public string? Retired { get; private set; }

    public bool RotationOpen => Previous is not null;

    /// <summary>The active token before the last start or cancel; null when there was none.</summary>
    public string? Former { get; private set; }

    /// <summary>How long connectioninfo returns the former token after a change, in real time; planted.</summary>
    public TimeSpan ConnectionInfoLag { get; set; }

    /// <summary>Whether gateway/connectioninfo returns the old token while a rotation is open (docs/invariants.md#u2); planted.</summary>
    public bool GatewayKeepsOld { get; set; }

    /// <summary>The HTTP status that answers metric queries; null for a normal answer; planted.</summary>
    public int? MetricStatus { get; set; }

    /// <summary>How metric queries are answered without a value: "empty" or "null"; null for a normal answer; planted.</summary>
    public string? MetricSilence { get; set; }

    /// <summary>Whether each page of OneAgents is followed by an empty one that names the next; planted.</summary>
    public bool HasEmptyPages { get; set; }

    /// <summary>Whether the Kubernetes operators are stopped, so that their agents keep their token; planted.</summary>
    public bool HasOperatorsHeld { get; set; }

    /// <summary>When the valid tokens last changed. A Kubernetes operator notices it 20 simulated minutes later.</summary>
    public DateTimeOffset ChangedAt { get; private set; }

    /// <summary>Whether the cluster accepts a token: the active one, and the previous one while a rotation is open.</summary>
    public bool Accepts(string token) => token == Active || (Previous is not null && token == Previous);

    /// <summary>Returns the token that connectioninfo shows.</summary>
    public string Told(DateTimeOffset now, bool toGateway) => this switch
    {
        { GatewayKeepsOld: true, Previous: { } previous } when toGateway => previous,
        { Former: { } former } when now < ChangedAt + ConnectionInfoLag => former,
        _ => Active,
    };

    /// <summary>Starts a rotation. Returns false when one is already open.</summary>
    public bool TryStart(DateTimeOffset now)
    {
        if (RotationOpen)
        {
            return false;
        }

        (Previous, Former, Active, ChangedAt) = (Active, Active, NewToken(), now);
        return true;
    }

    /// <summary>Finishes the open rotation. Returns false when none is open.</summary>
    public bool TryFinish()
    {
        if (!RotationOpen)
        {
            return false;
        }

        (Retired, Previous) = (Previous, null);
        return true;
    }

    /// <summary>Cancels the open rotation. Returns false when none is open.</summary>
    public bool TryCancel(DateTimeOffset now)
    {
        if (Previous is not { } old)
        {
            return false;
        }

        (Retired, Former, Active, Previous, ChangedAt) = (Active, Active, old, null, now);
        return true;
    }

    /// <summary>Makes a token. Both shapes are in use (docs/facts/dynatrace.md §1.3), so both are made.</summary>
    private string NewToken()
    {
        string key = $"tenant-token/{Id}/{_tokens++}";
        return _chance.Unit(key + "/shape") < 0.5
            ? _chance.Text(key, 16, Chance.Alphanumeric)
            : "dt0a02." + _chance.Text(key, 24, Chance.Alphanumeric);
    }
}
