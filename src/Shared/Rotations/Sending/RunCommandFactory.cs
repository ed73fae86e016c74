using System.Globalization;
using TenantTokens.Configuration.Options;
using TenantTokens.Fleet.Targets;
using TenantTokens.Machines;
using TenantTokens.RunCommand;
using TenantTokens.Tokens;

namespace TenantTokens.Rotations.Sending;

/// <summary>
/// Makes the command with the host script. A host never receives a token that it does not have to write: it compares by fingerprint
/// (docs/architecture.md#the-life-of-the-token).
/// </summary>
public sealed class RunCommandFactory(TokenVault vault, RotationOptions options, TimeProvider time)
{
    /// <summary>Returns the request, and until when its host may begin to obey it, by our clock (UTC).</summary>
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

            // The host compares the time with its own clock, so the clock skew from the probe is added.
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
    /// Adds the fingerprint of the token that may be replaced. In the component's own files that may be one that approvers accepted by
    /// name. A registry value is shared by all environments of the machine, so there it is always the old token.
    /// </summary>
    private static void AddReplaced(Dictionary<string, string> parameters, TargetRecord target, Machine machine, string old)
    {
        parameters["OLD_FINGERPRINT"] = target.AcceptedFingerprint ?? old;
        if (target.AcceptedFingerprint is not null && machine.OperatingSystem is HostOperatingSystem.Windows)
        {
            parameters["REGISTRY_FINGERPRINT"] = old;
        }
    }

    /// <summary>Makes a request for following a command that may still be on the machine. It is never sent.</summary>
    public RunCommandRequest Follow(TargetRecord target, SendRecord send)
        => new(
            target.Machine ?? throw new InvalidOperationException($"{target.Name} has no machine."),
            RunCommandName.Parse(send.CommandName),
            HostScripts.For(target.Machine.OperatingSystem),
            new Dictionary<string, string>(),
            new Dictionary<string, string>(),
            options.Policy.CommandTimeout);
}
