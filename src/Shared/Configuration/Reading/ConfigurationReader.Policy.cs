using TenantTokens.Configuration.Options;

namespace TenantTokens.Configuration.Reading;

/// <summary>The policy section.</summary>
internal sealed partial class ConfigurationReader
{
    private static PolicyOptions ReadPolicy(ConfigurationSection section)
    {
        PolicyOptions byDefault = new();
        TimeSpan second = TimeSpan.FromSeconds(1);
        TimeSpan week = TimeSpan.FromDays(7);
        PolicyOptions options = new()
        {
            CommandTimeout = section.Duration("commandTimeout", byDefault.CommandTimeout, second, TimeSpan.FromMinutes(30)),
            CommandWindow = section.Duration("commandWindow", byDefault.CommandWindow, second, TimeSpan.FromHours(2)),
            Guard = section.Duration("guard", byDefault.Guard, second, TimeSpan.FromHours(1)),
            StartSettle = section.Duration("startSettle", byDefault.StartSettle, TimeSpan.Zero, TimeSpan.FromHours(1)),
            AdoptWithin = section.Duration("adoptWithin", byDefault.AdoptWithin, TimeSpan.Zero, TimeSpan.FromDays(1)),
            FinishSettle = section.Duration("finishSettle", byDefault.FinishSettle, TimeSpan.Zero, TimeSpan.FromHours(1)),
            GateSoak = section.Duration("gateSoak", byDefault.GateSoak, TimeSpan.Zero, week),
            Soak = section.Duration("soak", byDefault.Soak, TimeSpan.Zero, week),
            OnlineTimeout = section.Duration("onlineTimeout", byDefault.OnlineTimeout, second, TimeSpan.FromHours(2)),
            PollInterval = section.Duration("pollInterval", byDefault.PollInterval, TimeSpan.FromMilliseconds(10), TimeSpan.FromMinutes(5)),
            MaxInFlight = section.Integer("maxInFlight", byDefault.MaxInFlight, 1, 10_000),
            MaxInFlightPerLane = section.Integer("maxInFlightPerLane", byDefault.MaxInFlightPerLane, 1, 10_000),
            MaxAttempts = section.Integer("maxAttempts", byDefault.MaxAttempts, 1, 10),
            ProofMaxAge = section.Duration("proofMaxAge", byDefault.ProofMaxAge, TimeSpan.Zero, TimeSpan.FromDays(30)),
            Watch = ReadWatch(section.Section("watch")),
            ActiveGates = ReadComponent(section.Section("activeGates")),
            OneAgents = ReadComponent(section.Section("oneAgents")),
            FailureBudget = ReadFailureBudget(section.Section("failureBudget")),
            Stragglers = ReadStragglers(section.Section("stragglers")),
            Emergency = ReadEmergency(section.Section("emergency")),
            Kubernetes = ReadKubernetes(section.Section("kubernetes")),
        };
        section.End();
        if (options.CommandWindow < options.CommandTimeout)
        {
            section.Problem("commandWindow", $"is {options.CommandWindow:c} and must be at least commandTimeout, which is {options.CommandTimeout:c}.");
        }

        if (options.MaxInFlightPerLane > options.MaxInFlight)
        {
            section.Problem("maxInFlightPerLane", $"is {options.MaxInFlightPerLane} and must be at most maxInFlight, which is {options.MaxInFlight}.");
        }

        CheckWaveCap(section, "activeGates", options.ActiveGates, options);
        CheckWaveCap(section, "oneAgents", options.OneAgents, options);
        return options;
    }
}
