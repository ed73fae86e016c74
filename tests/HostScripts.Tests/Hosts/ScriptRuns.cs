using System.Globalization;
using CliWrap;
using CliWrap.Buffered;
using TenantTokens.Machines;
using static TenantTokens.HostScripts.Tests.Hosts.HostFacts;

namespace TenantTokens.HostScripts.Tests.Hosts;

/// <summary>Runs the real rotate.sh on a machine, with the variables that the product gives it.</summary>
internal static class ScriptRuns
{
    // Another bash than the system's, to see that an old one will do: HOST_SCRIPTS_BASH=/opt/bash-3.2/bash dotnet test ...
    private static readonly string _bash = System.Environment.GetEnvironmentVariable("HOST_SCRIPTS_BASH") ?? "/bin/bash";

    public static Task<HostRun> ProbeAsync(this HostTree host, Component component, params (string Name, string Value)[] more)
        => host.RunAsync("probe", component, more);

    public static Task<HostRun> ApplyAsync(
        this HostTree host,
        Component component,
        long generation = 5,
        params (string Name, string Value)[] more)
        => host.RunAsync("apply", component, [.. Order(generation), ("NEW_TOKEN", NewToken), ("OLD_FINGERPRINT", OldFingerprint), .. more]);

    public static Task<HostRun> RestoreAsync(
        this HostTree host,
        Component component,
        long generation = 6,
        params (string Name, string Value)[] more)
        => host.RunAsync(
            "restore",
            component,
            [.. Order(generation), ("OLD_TOKEN", OldToken), ("NEW_FINGERPRINT", NewFingerprint), .. more]);

    /// <summary>Runs rotate.sh; a later value of a variable replaces an earlier one, an empty value removes it.</summary>
    public static async Task<HostRun> RunAsync(
        this HostTree host,
        string action,
        Component component,
        params (string Name, string Value)[] more)
    {
        host.WriteWhatServicesRead();
        Dictionary<string, string?> environment = System.Environment.GetEnvironmentVariables().Keys
            .Cast<string>()
            .ToDictionary(key => key, _ => (string?)null);
        (string, string)[] usual =
        [
            ("PATH", $"{host.Tree}/bin"),
            ("ROOT", $"{host.Tree}/root"),
            ("ACTION", action),
            ("COMPONENT", component is Component.ActiveGate ? "activegate" : "oneagent"),
            ("ENVIRONMENT_ID", EnvironmentId),
            ("ROTATION_ID", RotationId),
            ("SETTLE_S", "0"),
            ("PROVE_S", "60"),
            ("STOP_S", "60"),
            ("START_S", "60"),
        ];
        foreach ((string name, string value) in usual.Concat(more))
        {
            environment[name] = value.Length == 0 ? null : value;
        }

        BufferedCommandResult result = await Cli.Wrap("/bin/sh")
            .WithArguments(["-c", $"{host.Surroundings}; export VICTIM=$$; exec \"$0\" \"$1\"", _bash, $"{host.Tree}/rotate.sh"])
            .WithEnvironmentVariables(environment)
            .WithValidation(CommandResultValidation.None)
            .ExecuteBufferedAsync(TestContext.Current.CancellationToken);
        foreach (string order in new[] { "KILL-at", "TERM-at", "FAIL-at", "kill-on", "orphan-on", "count" })
        {
            File.Delete($"{host.Tree}/{order}");
        }

        return new HostRun(result.ExitCode, result.StandardOutput, result.StandardError);
    }

    private static (string, string)[] Order(long generation)
        => [
            ("GENERATION", generation.ToString(CultureInfo.InvariantCulture)),
            ("NOT_AFTER", TimeProvider.System.GetUtcNow().AddMinutes(15).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)),
        ];
}
