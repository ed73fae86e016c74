using TenantTokens.Simulator.Dynatrace;
using TenantTokens.Simulator.World;

namespace TenantTokens.Simulator.Machines.Models;

/// <summary>An ActiveGate's files in memory. Guarded by the world's lock.</summary>
internal sealed class ModelActiveGateFiles : IActiveGateFiles
{
    private const string Authorization = "/var/lib/dynatrace/gateway/config/authorization.properties";
    private const string Modules = "/opt/dynatrace/remotepluginmodule/agent/conf/";
    private readonly WorldClock _clock;
    private readonly string _main;
    private readonly Dictionary<string, string> _tokens;
    private readonly Dictionary<string, string> _modules = new(StringComparer.Ordinal);

    public ModelActiveGateFiles(IReadOnlyList<TenantEnvironment> environments, bool hasExtensions, bool hasRemotePlugins, WorldClock clock)
    {
        _clock = clock;
        _main = environments[0].Id;
        _tokens = environments.ToDictionary(static e => e.Id, static e => e.Active, StringComparer.Ordinal);
        foreach (string unit in new[] { hasExtensions ? "extensionsmodule" : "", hasRemotePlugins ? "remotepluginmodule" : "" }.Where(
            static u => u is not ""))
        {
            _modules[unit] = environments[0].Active;
        }
    }

    /// <summary>When one of the tokens was last written.</summary>
    public DateTimeOffset WrittenAt { get; set; }

    public IReadOnlyList<string> Environments => [.. _tokens.Keys];

    /// <summary>Whether the log has a REQUEST_REJECTED that came after this was set to false.</summary>
    public bool HasRejection { get; set; }

    public AuthorizationFile ReadAuthorization() => new(new Dictionary<string, string>(_tokens, StringComparer.Ordinal), _main);

    public string? ReadModuleToken(string unit) => _modules.GetValueOrDefault(unit);

    public void Write(string environment, string token)
    {
        if (_tokens.ContainsKey(environment))
        {
            Set(_tokens, environment, token);
            foreach (string unit in _modules.Keys.ToList())
            {
                Set(_modules, unit, token);
            }
        }
    }

    public void Log(string level, string source, string text)
        => HasRejection |= text.Contains("REQUEST_REJECTED", StringComparison.Ordinal);

    /// <summary>
    /// Returns the places where a script finds tokens of an environment, authorization.properties first; empty when it has no section
    /// there.
    /// </summary>
    public IReadOnlyList<TokenSlot> Slots(string environment) => _tokens.Keys.All(e => e != environment) ? [] :
    [
        new TokenSlot(Authorization, () => _tokens[environment], token => Set(_tokens, environment, token)),
        .. _modules.Keys.Select(unit => new TokenSlot(
            Modules + (unit is "extensionsmodule" ? "extensions.conf" : "ruxitagent.conf"),
            () => _modules[unit],
            token => Set(_modules, unit, token))),
    ];

    private void Set(Dictionary<string, string> values, string key, string token)
    {
        values[key] = token;
        WrittenAt = _clock.Now;
    }
}
