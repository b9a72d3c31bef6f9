using MGen.Cli;
using MGen.Gateway;

return await ProgramHost.RunAsync(args, GatewayProgram.RunAsync);
