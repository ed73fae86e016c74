using System.Globalization;
using TenantTokens.Configuration.Options;
using TenantTokens.Fleet.Targets;
using TenantTokens.Machines;
using TenantTokens.RunCommand;
using TenantTokens.Tokens;

namespace TenantTokens.Rotations.Sending;

/// <summary>
/// Writes the command that a host script gets. A host never receives a token that it need not write: it compares by fingerprint
/// (docs/architecture.md#the-life-of-the-token).
/// </summary>
public sealed class RunCommandFactory(TokenVault vault, RotationOptions options, TimeProvider time)
{
    /// <summary>The request, and until when its host may begin to obey it, in our clock.</summary>
    public async Task<(RunCommandRequest Request, DateTimeOffset NotAfter)> CreateAsync(
        RotationRecord rotation, TargetRecord target, TargetAction action, long generation, RunCommandName name,
        CancellationToken cancellationToken)
    {
        Machine machine = target.Machine ?? throw new InvalidOperationException($"{target.Name} has no machine to send a command to.");
        DateTimeOffset notAfter = time.GetUtcNow() + options.Policy.CommandWindow;
        Dictionary<string, string> parameters = new()
        {
            ["ACTION"] = action switch { TargetAction.Probe => "probe", TargetAction.Apply => "apply", _ => "restore" },
            ["COMPONENT"] = target.Component is Component.ActiveGate ? "activegate" : "oneagent",
            ["ENVIRONMENT_ID"] = rotation.EnvironmentId,
            ["ROTATION_ID"] = rotation.RotationId,
        };
        Dictionary<string, string> secrets = [];
        if (action is not TargetAction.Probe)
        {
            TokenReference old = rotation.OldToken ?? throw new InvalidOperationException("The old token is not in the vault yet.");
            TokenReference fresh = rotation.NewToken ?? throw new InvalidOperationException("The new token is not in the vault yet.");
            string secretName = options.Environment(rotation.EnvironmentId).TenantTokenSecret;
            parameters["GENERATION"] = generation.ToString(CultureInfo.InvariantCulture);

            // The host compares with its own clock, so its skew as the probe saw it is added.
            parameters["NOT_AFTER"] =
                notAfter.AddSeconds(target.Probe?.ClockSkewSeconds ?? 0).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
            parameters["GUARD_S"] =
                Math.Max(1, (int)Math.Ceiling(options.Policy.Guard.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
            if (action is TargetAction.Apply)
            {
                AddReplaced(parameters, target, machine, old.Fingerprint);
                secrets["NEW_TOKEN"] = (await vault.ReadAsync(secretName, fresh.Version, cancellationToken)).Reveal();
            }
            else
            {
                parameters["NEW_FINGERPRINT"] = fresh.Fingerprint;
                secrets["OLD_TOKEN"] = (await vault.ReadAsync(secretName, old.Version, cancellationToken)).Reveal();
            }
        }

        return (new(machine, name, HostScripts.For(machine.OperatingSystem), parameters, secrets, options.Policy.CommandTimeout), notAfter);
    }

    /// <summary>
    /// Which token may be replaced. One that approvers accepted by name may be in the component's own files. A registry value is shared by
    /// all environments of the machine.
    /// </summary>
    private static void AddReplaced(Dictionary<string, string> parameters, TargetRecord target, Machine machine, string old)
    {
        parameters["OLD_FINGERPRINT"] = target.AcceptedFingerprint ?? old;
        if (target.AcceptedFingerprint is not null && machine.OperatingSystem is HostOperatingSystem.Windows)
        {
            parameters["REGISTRY_FINGERPRINT"] = old;
        }
    }

    /// <summary>A request that only follows a command which may still be on the machine; it is never sent.</summary>
    public RunCommandRequest Follow(TargetRecord target, SendRecord send)
        => new(
            target.Machine ?? throw new InvalidOperationException($"{target.Name} has no machine."),
            RunCommandName.Parse(send.CommandName),
            HostScripts.For(target.Machine.OperatingSystem),
            new Dictionary<string, string>(),
            new Dictionary<string, string>(),
            options.Policy.CommandTimeout);
}
