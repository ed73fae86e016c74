using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using TenantTokens.RunCommand;
using TenantTokens.Simulation.World;
using TenantTokens.Simulator.Arm;
using TenantTokens.Simulator.Machines;
using TenantTokens.Simulator.Machines.Models;
using TenantTokens.Simulator.Vault;

namespace TenantTokens.VirtualScenarios.Tests.InFlight;

/// <summary>The parts of a world that are written down when a rotation is stopped, and put back when it goes on.</summary>
internal static class WorldParts
{
    public const string Old = "old";
    public const string New = "new";

    private static readonly string[] _components = ["activegate", "oneagent"];

    /// <summary>All secrets of the vault.</summary>
    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_secrets")]
    public static extern ref Dictionary<string, List<SecretVersion>> Secrets(SecretStore store);

    /// <summary>All run commands, by machine and name.</summary>
    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_commands")]
    public static extern ref Dictionary<string, TenantTokens.Simulator.Arm.RunCommand> Commands(RunCommandBook book);

    /// <summary>The run commands that stand on machines and are not about to be deleted.</summary>
    public static IEnumerable<TenantTokens.Simulator.Arm.RunCommand> CommandsOf(VirtualWorld world)
        => Commands(world.State.Commands).Values.Where(static command => !command.IsBeingDeleted);

    /// <summary>The components of a machine that report to the environment that is rotated, with what a script knows of each.</summary>
    public static IEnumerable<(ScriptInput Input, ModelComponent Component)> Of(IMachine machine)
    {
        foreach (string component in _components)
        {
            (ScriptInput input, _, _) = ScriptInput.Read(
                new Dictionary<string, string>
                {
                    ["ACTION"] = "probe", ["COMPONENT"] = component, ["ENVIRONMENT_ID"] = VirtualWorld.EnvironmentId,
                });
            if (ModelComponent.Of(machine, input) is { Slots: not [] } found)
            {
                yield return (input, found);
            }
        }
    }

    /// <summary>Says which script of the product this is, however long it is.</summary>
    public static string HashOf(string script) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(script)))[..16];

    /// <summary>The script of today, if it is still the same; a model runs any.</summary>
    public static string ScriptOf(string hash)
        => new[] { HostScripts.Linux, HostScripts.Windows }.FirstOrDefault(script => HashOf(script) == hash)
            ?? $"# the script {hash} of an earlier version";
}
