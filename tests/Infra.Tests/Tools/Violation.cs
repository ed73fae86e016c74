using System.Text.Json.Nodes;
using TenantTokens.Infra.Tests.Arm;

namespace TenantTokens.Infra.Tests.Tools;

/// <summary>Small templates that break a rule, to show that the rule can fail.</summary>
internal static class Violation
{
    /// <summary>A template of one resource.</summary>
    public static ArmTemplate Of(string type, string properties)
        => Template($$"""{ "resources": { "it": { "type": "{{type}}", "properties": {{properties}} } } }""");

    /// <summary>A template.</summary>
    public static ArmTemplate Template(string json) => new("main", JsonNode.Parse(json)!.AsObject(), []);

    /// <summary>
    /// A template whose module "vault" grants what the given assignment says; its parameter app is the identity of that name.
    /// </summary>
    public static ArmTemplate Granting(string assignment, string roleId = "b86a8fe4-44ce-4948-aee5-eccb2c155cd7") => Template($$"""
        { "resources": { "vault": { "type": "Microsoft.Resources/deployments", "properties": {
            "parameters": { "app": { "value": "[reference('identities').outputs.app.value]" }, "other": { "value": "[parameters('somebody')]" } },
            "template": {
              "variables": { "builtInRoles": { "it": "{{roleId}}" } },
              "resources": { "grant": { "type": "Microsoft.Authorization/roleAssignments", {{assignment}} } } } } } } }
        """);
}
