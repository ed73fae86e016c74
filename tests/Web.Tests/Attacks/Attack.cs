using TenantTokens.Approvals;
using TenantTokens.Rotations;
using TenantTokens.Web.Tests.Infrastructure;

namespace TenantTokens.Web.Tests;

/// <summary>What an attacker has to work with, and one thing that they try.</summary>
/// <param name="App">The app: a gate of which alice, bob and carol are approvers, and which rachel asked for.</param>
/// <param name="Functions">The same as on Functions, where people sign in.</param>
/// <param name="Entra">The tenant of both.</param>
/// <param name="Rotation">The rotation.</param>
/// <param name="Gate">Its open gate.</param>
/// <param name="Other">Another rotation in another environment.</param>
/// <param name="OtherGate">Its open gate.</param>
internal sealed record Attack(WebApp App, WebApp Functions, TestAuthority Entra, RotationRecord Rotation, GateRecord Gate, RotationRecord Other, GateRecord OtherGate)
{
    public string Path => $"/rotations/{Rotation.RotationId}/gates/{Gate.GateId}";

    public string Decisions => $"/api/rotations/{Rotation.RotationId}/decisions";

    public string Commands => $"/api/rotations/{Rotation.RotationId}/commands";

    public object Decision => new { gate = Gate.GateId, choice = "Approve", planHash = Gate.PlanHash };

    public Visitor Visit() => App.Visit();

    public Task<Uri> LinkAsync(string person) => App.LinkAsync(Rotation, Gate, person);

    public async Task<string> TokenAsync(string person) => (await LinkAsync(person)).Query["?link=".Length..];
}
